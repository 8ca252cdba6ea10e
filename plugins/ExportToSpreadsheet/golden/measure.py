"""Lets CellProfiler 4.2.8's own ExportToSpreadsheet write the golden files, from measurements that are made here.

    python measure.py FOLDER        (Python 3.9 with `pip install cellprofiler==4.2.8`)
"""
import os
import sys

import cellprofiler_core.preferences as preferences
import numpy as np

preferences.set_headless()

from cellprofiler.modules.exporttospreadsheet import ExportToSpreadsheet
from cellprofiler_core.measurement import Measurements
from cellprofiler_core.module import Module
from cellprofiler_core.pipeline import Pipeline
from cellprofiler_core.workspace import Workspace

COLUMNS = [
    ("Image", "Count_Cells", "integer"),
    ("Image", "Count_Nuclei", "integer"),
    ("Image", "Metadata_Well", "varchar(255)"),
    ("Image", "FileName_DNA", "varchar(255)"),
    ("Image", "Threshold_Final", "float"),
    ("Image", "Never", "float"),
    ("Cells", "Number_Object_Number", "integer"),
    ("Cells", "AreaShape_Area", "float"),
    ("Cells", "Intensity_Mean", "float"),
    ("Cells", "Unmeasured", "float"),
    ("Cells", "AreaShape_Area", "float"),
    ("Nuclei", "Number_Object_Number", "integer"),
    ("Nuclei", "Parent_Cells", "integer"),
]
# well, file, threshold, areas and means of the cells, parents of the nuclei
IMAGE_SETS = {
    1: ("A01", 'a,"b".tif', np.float32(0.1), [377, 12, 5], [0.25, np.nan, np.inf], [1, 3]),
    2: ("B02", "c.tif", np.nan, [], [], [0]),
    3: ("A01", "d.tif", None, [9], [1e-5], []),
}
COMMA = 'Comma (",")'
EXPORTS = [
    [COMMA, "No", "No", "No", "Yes", "Yes", "Yes", "Default Output Folder|", "No", "Metadata", "None", "None", "Yes", "",
     "NaN", "No", "MyExpt_", "Yes"],
    ["Tab", "Yes", "Yes", "No", "No", "No", "No", "Default Output Folder sub-folder|\\g<Well>", "No", "Metadata", "None",
     "None", "No", "", "Null", "Yes", "p_", "Yes", "Nuclei", "No", "DATA.csv", "Yes", "Cells", "Yes", "x.csv", "Yes",
     "Image", "No", "image_\\g<Well>.csv", "No"],
    [COMMA, "No", "No", "Yes", "Yes", "No", "No", "Default Output Folder|", "Yes", "Image filename", "DNA", "None", "No",
     "Cells|AreaShape_Area,Image|FileName_DNA,Image|Count_Cells", "Null", "Yes", "s_", "Yes", "Image", "No", "DATA.csv",
     "Yes", "Cells", "No", "DATA.csv", "Yes"],
]


class Made(Module):
    """Declares the columns."""

    module_name = "Made"
    variable_revision_number = 1

    def create_settings(self):
        pass

    def settings(self):
        return []

    def get_measurement_columns(self, pipeline):
        return COLUMNS


def measurements():
    m = Measurements(mode="memory")
    for number, (well, name, threshold, areas, means, parents) in IMAGE_SETS.items():
        def measure(obj, feature, values):
            m.add_measurement(obj, feature, values, image_set_number=number)

        measure("Image", "Count_Cells", len(areas))
        measure("Image", "Count_Nuclei", len(parents))
        measure("Image", "Metadata_Well", well)
        measure("Image", "FileName_DNA", name)
        if threshold is not None:
            measure("Image", "Threshold_Final", threshold)
        measure("Cells", "Number_Object_Number", np.arange(1, len(areas) + 1))
        measure("Cells", "AreaShape_Area", np.array(areas, int))
        measure("Cells", "Intensity_Mean", np.array(means, float))
        measure("Nuclei", "Number_Object_Number", np.arange(1, len(parents) + 1))
        measure("Nuclei", "Parent_Cells", np.array(parents, int))
    m.add_experiment_measurement("CellProfiler_Version", "4.2.8.1")
    m.add_experiment_measurement("Score", 0.5)
    m.add_experiment_measurement("Exit_Status", "Complete")
    return m


def main():
    preferences.set_default_output_directory(os.path.abspath(sys.argv[1]))
    for values in EXPORTS:
        pipeline = Pipeline()
        for number, module in enumerate((Made(), ExportToSpreadsheet()), 1):
            module.set_module_num(number)
            pipeline.add_module(module)
        module.set_settings_from_values(values, 13, "ExportToSpreadsheet")
        module.post_run(Workspace(pipeline, module, None, None, measurements(), None))


main()
