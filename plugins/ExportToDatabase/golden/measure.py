"""Lets CellProfiler 4.2.8's own ExportToDatabase write databases from measurements that are made here, and dumps them.

    python measure.py FOLDER        (Python 3.9 with `pip install cellprofiler==4.2.8`)
"""
import os
import sqlite3
import sys
import tempfile

import cellprofiler_core.preferences as preferences
import numpy as np

preferences.set_headless()

from cellprofiler.modules.exporttodatabase import ExportToDatabase
from cellprofiler_core.image import ImageSetList
from cellprofiler_core.measurement import Measurements
from cellprofiler_core.module import Module
from cellprofiler_core.object import ObjectSet
from cellprofiler_core.pipeline import Pipeline
from cellprofiler_core.workspace import Workspace

COLUMNS = [
    ("Image", "Group_Number", "integer"),
    ("Image", "Count_Cells", "integer"),
    ("Image", "Count_Nuclei", "integer"),
    ("Image", "Metadata_Well", "varchar(255)"),
    ("Image", "FileName_DNA", "varchar(255)"),
    ("Image", "PathName_DNA", "varchar(255)"),
    ("Image", "Threshold_Final", "float"),
    ("Image", "Never", "float"),
    ("Image", "Description_Of", "float"),
    ("Cells", "Number_Object_Number", "integer"),
    ("Cells", "AreaShape_Area", "float"),
    ("Cells", "Intensity_Mean", "float"),
    ("Cells", "AreaShape_Area", "float"),
    ("Nuclei", "Number_Object_Number", "integer"),
    ("Nuclei", "Parent_Cells", "integer"),
    ("Nuclei", "Texture_InverseDifferenceMoment_of a very-long name_3_00_256_of_it", "float"),
]
LONG = COLUMNS[-1][1]
# well, file, threshold, areas and means of the cells, parents and textures of the nuclei
IMAGE_SETS = {
    1: ("A01", "it's.tif", np.float32(0.1), [377, 12, 5], [0.25, np.nan, np.inf], [1, 3], [0.1, 0.7]),
    2: ("B02", "c.tif", np.nan, [], [], [0], [1e-5]),
    3: ("A01", "d.tif", np.inf, [9], [1 / 3], [], []),
}


class Made(Module):
    """Declares the columns and relationships."""

    module_name = "Made"
    variable_revision_number = 1

    def create_settings(self):
        pass

    def settings(self):
        return []

    def get_measurement_columns(self, pipeline):
        return COLUMNS

    def get_object_relationships(self, pipeline):
        return [("Parent", "Cells", "Nuclei", "Cycle")]


def measurements():
    m = Measurements(mode="memory")
    for number, (well, name, threshold, areas, means, parents, textures) in IMAGE_SETS.items():
        def measure(obj, feature, values):
            m.add_measurement(obj, feature, values, image_set_number=number)

        measure("Image", "Group_Number", 1)
        measure("Image", "Group_Index", number)
        measure("Image", "Count_Cells", len(areas))
        measure("Image", "Count_Nuclei", len(parents))
        measure("Image", "Metadata_Well", well)
        measure("Image", "FileName_DNA", name)
        measure("Image", "PathName_DNA", "/images")
        measure("Image", "Threshold_Final", threshold)
        measure("Cells", "Number_Object_Number", np.arange(1, len(areas) + 1))
        measure("Cells", "AreaShape_Area", np.array(areas, int))
        measure("Cells", "Intensity_Mean", np.array(means, float))
        measure("Nuclei", "Number_Object_Number", np.arange(1, len(parents) + 1))
        measure("Nuclei", "Parent_Cells", np.array(parents, int))
        measure("Nuclei", LONG, np.array(textures, np.float32))
        related = [(parent, i + 1) for i, parent in enumerate(parents) if parent]
        if related:
            first, second = (np.array(x, int) for x in zip(*related))
            here = np.ones(len(first), int) * number
            m.add_relate_measurement(1, "Parent", "Cells", "Nuclei", here, first, here, second)
    return m


def settings(tables):
    return ["SQLite", "DefaultDB", "Yes", "My_", "Default Output Folder|", "No", "", "", "", "Made.db", "Yes", "Yes", "Yes",
            "No", "No", "No", "All", "", "40", tables, "", "No", "", "Yes", "None", "None", "Well", "Yes", "0", "0", "0", "0",
            "Exp", "Cells", "classes", "Yes", "Data and schema", "No", "Object", "No", "No", "No", "No"]


def dump(database, file):
    """A line a table, a column and a row; what no two runs share is left out."""
    names = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' ORDER BY name"
    for (name,) in database.execute(names).fetchall():
        columns = [(c[1], c[2].upper()) for c in database.execute('PRAGMA table_info("%s")' % name)]
        file.write(name + "\n")
        for column in columns:
            file.write("  %s %s\n" % column)
        if name == "My_Per_Experiment":
            continue
        for row in sorted(database.execute('SELECT * FROM "%s"' % name), key=lambda r: [str(v) for v in r[:3]]):
            if "db_sqlite_file" in row:
                continue
            file.write("    " + "|".join("NULL" if v is None else "%.15g" % v if isinstance(v, float) else str(v) for v in row) + "\n")


def main():
    out = os.path.abspath(sys.argv[1])
    for name, tables in (("single", "Single object table"), ("per_object", "One table per object type"), ("view", "Single object view")):
        with tempfile.TemporaryDirectory() as folder:
            preferences.set_default_output_directory(folder)
            pipeline = Pipeline()
            for number, module in enumerate((Made(), ExportToDatabase()), 1):
                module.set_module_num(number)
                pipeline.add_module(module)
            module.set_settings_from_values(settings(tables), 28, "ExportToDatabase")
            m = measurements()
            nothing = Measurements(mode="memory")  # as it is before a run
            module.prepare_run(Workspace(pipeline, module, None, ObjectSet(), nothing, ImageSetList()))
            workspace = Workspace(pipeline, module, None, ObjectSet(), m, ImageSetList())
            for number in IMAGE_SETS:
                m.image_set_number = number
                module.run(workspace)
            module.post_run(workspace)
            with open(os.path.join(out, name + ".txt"), "w") as file:
                dump(sqlite3.connect(os.path.join(folder, "Made.db")), file)


main()
