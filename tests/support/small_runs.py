"""What the tests of the program share: small images, pipelines as text, runs and the comparison of run databases."""
import re
import sqlite3
import struct
import subprocess
from contextlib import closing
from pathlib import Path

HEADER = """CellProfiler Pipeline: http://www.cellprofiler.org
Version:5
DateRevision:428
GitHash:
ModuleCount:%d
HasImagePlaneDetails:False
"""
MODULE = (
    "\n%s:[module_num:%d|svn_version:'Unknown'|variable_revision_number:%d|show_window:False|notes:[]"
    "|batch_state:array([], dtype=uint8)|enabled:True|wants_pause:False]\n"
)


def write_tiff(path, rows, repeat=1):
    """A gray image of 16 bits, uncompressed; rows of equal length, the whole repeat times across and down."""
    height, width = len(rows) * repeat, len(rows[0]) * repeat
    pixels = b"".join(struct.pack("<%dH" % len(row), *row) * repeat for row in rows) * repeat
    short, long = 3, 4
    tags = [(256, long, width), (257, long, height), (258, short, 16), (259, short, 1), (262, short, 1),
            (273, long, 8), (277, short, 1), (278, long, height), (279, long, len(pixels))]
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", t, k, 1, v) for t, k, v in tags)
    Path(path).write_bytes(struct.pack("<2sHI", b"II", 42, 8 + len(pixels)) + pixels + directory + bytes(4))


def field(seed, side=48):
    """(intensities, labels) of a plane with up to nine square objects that differ by seed."""
    labels = [[0] * side for _ in range(side)]
    gray = [[(seed * 7919 + y * 31 + x * 17) % 200 for x in range(side)] for y in range(side)]
    count = 0
    for place in range(9):
        size = 3 + (seed + 3 * place) % 9
        if size < 5:
            continue
        count += 1
        y0, x0 = 2 + place // 3 * 15, 2 + place % 3 * 15
        for y in range(y0, y0 + size):
            for x in range(x0, x0 + size):
                labels[y][x] = count
                gray[y][x] += 9000 + 501 * place + (y * x + seed) % 97
    return gray, labels


def write_fields(folder, count, name="f%03d", repeat=1):
    """Writes f001_DNA.tif and f001_labels.tif to f<count>_...; repeated fields take longer."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        gray, labels = field(number)
        write_tiff(folder / (name % number + "_DNA.tif"), gray, repeat)
        write_tiff(folder / (name % number + "_labels.tif"), labels, repeat)


def _channel(rule, name, objects, kind):
    return [("Select the rule criteria", 'and (file does contain "%s")' % rule), ("Name to assign these images", name),
            ("Name to assign these objects", objects), ("Select the image type", kind),
            ("Set intensity range from", "Image metadata"), ("Maximum intensity", "255.0")]


def input_modules(metadata=None, objects="Nuclei"):
    """Image DNA and an object set. metadata: a regular expression for file names, if metadata are to be extracted."""
    extraction = [("Extract metadata?", "Yes" if metadata else "No"), ("Metadata data type", "Text"),
                  ("Metadata types", "{}"), ("Extraction method count", "1"),
                  ("Metadata extraction method", "Extract from file/folder names"), ("Metadata source", "File name"),
                  ("Regular expression to extract from file name", metadata or "^(?P<Plate>.*)$"),
                  ("Regular expression to extract from folder name", "(?P<Date>.*)$"),
                  ("Extract metadata from", "All images"), ("Select the filtering criteria", 'and (file does contain "")'),
                  ("Metadata file location", "Elsewhere...|"), ("Match file and image metadata", "[]"),
                  ("Use case insensitive matching?", "No"), ("Metadata file name", ""),
                  ("Does cached metadata exist?", "No")]
    names = [("Assign a name to", "Images matching rules"), ("Select the image type", "Grayscale image"),
             ("Name to assign these images", "DNA"), ("Match metadata", "[]"), ("Image set matching method", "Order"),
             ("Set intensity range from", "Image metadata"), ("Assignments count", "2"), ("Single images count", "0"),
             ("Maximum intensity", "255.0"), ("Process as 3D?", "No"), ("Relative pixel spacing in X", "1.0"),
             ("Relative pixel spacing in Y", "1.0"), ("Relative pixel spacing in Z", "1.0"),
             *_channel("_DNA", "DNA", "Cell", "Grayscale image"), *_channel("_labels", "none", objects, "Objects")]
    return [("Images", 2, [("", ""), ("Filter images?", "Images only"), ("Select the rule criteria", "and (extension does isimage)")]),
            ("Metadata", 6, extraction), ("NamesAndTypes", 8, names),
            ("Groups", 2, [("Do you want to group your images?", "No"), ("grouping metadata count", "1"), ("Metadata category", "None")])]


def measurement_modules(objects="Nuclei"):
    return [("MeasureObjectIntensity", 4, [("Select images to measure", "DNA"), ("Select objects to measure", objects)]),
            ("MeasureObjectSizeShape", 3, [("Select object sets to measure", objects), ("Calculate the Zernike features?", "Yes"),
                                           ("Calculate the advanced features?", "No")])]


def export_module(prefix="MyExpt_", folder="Default Output Folder|"):
    return ("ExportToSpreadsheet", 13, [
        ("Select the column delimiter", 'Comma (",")'), ("Add image metadata columns to your object data file?", "No"),
        ("Add image file and folder names to your object data file?", "No"), ("Select the measurements to export", "No"),
        ("Calculate the per-image mean values for object measurements?", "No"),
        ("Calculate the per-image median values for object measurements?", "No"),
        ("Calculate the per-image standard deviation values for object measurements?", "No"),
        ("Output file location", folder), ("Create a GenePattern GCT file?", "No"),
        ("Select source of sample row name", "Metadata"), ("Select the image to use as the identifier", "None"),
        ("Select the metadata to use as the identifier", "None"), ("Export all measurement types?", "Yes"),
        ("Press button to select measurements", ""), ("Representation of Nan/Inf", "NaN"),
        ("Add a prefix to file names?", "Yes" if prefix else "No"), ("Filename prefix", prefix),
        ("Overwrite existing files without warning?", "Yes"), ("Data to export", "Do not use"),
        ("Combine these object measurements with those of the previous object?", "No"), ("File name", "DATA.csv"),
        ("Use the object name for the file name?", "Yes")])


def grouped(modules, tag):
    """The modules with the image sets in groups of one value of a metadata tag."""
    groups = ("Groups", 2, [("Do you want to group your images?", "Yes"), ("grouping metadata count", "1"), ("Metadata category", tag)])
    return [groups if module[0] == "Groups" else module for module in modules]


def illumination_module(image, function, scope, smoothing="Gaussian Filter"):
    return ("CorrectIlluminationCalculate", 2, [
        ("Select the input image", image), ("Name the output image", function),
        ("Select how the illumination function is calculated", "Regular"), ("Dilate objects in the final averaged image?", "No"),
        ("Dilation radius", "1"), ("Block size", "60"), ("Rescale the illumination function?", "Yes"),
        ("Calculate function for each image individually, or based on all images?", scope), ("Smoothing method", smoothing),
        ("Method to calculate smoothing filter size", "Automatic"), ("Approximate object diameter", "10"),
        ("Smoothing filter size", "10"), ("Retain the averaged image?", "No"), ("Name the averaged image", "Average"),
        ("Retain the dilated image?", "No"), ("Name the dilated image", "Dilated"),
        ("Automatically calculate spline parameters?", "Yes"), ("Background mode", "auto"), ("Number of spline points", "5"),
        ("Background threshold", "2"), ("Image resampling factor", "2"), ("Maximum number of iterations", "40"),
        ("Residual value for convergence", "0.001")])


def correction_module(image, function, corrected):
    return ("CorrectIlluminationApply", 5, [
        ("Select the input image", image), ("Name the output image", corrected), ("Select the illumination function", function),
        ("Select how the illumination function is applied", "Divide"), ("Set output image values less than 0 equal to 0?", "Yes"),
        ("Set output image values greater than 1 equal to 1?", "Yes")])


def save_module(naming="From image filename", name="saved", overwrite="No", image="DNA", when="Every cycle", record="No"):
    """An image as .npy, under the name of its file or under one name."""
    return ("SaveImages", 16, [
        ("Select the type of image to save", "Image"), ("Select the image to save", image),
        ("Select method for constructing file names", naming), ("Select image name for file prefix", "DNA"),
        ("Enter single file name", name), ("Number of digits", "4"), ("Append a suffix to the image file name?", "No"),
        ("Text to append to the image name", ""), ("Saved file format", "npy"),
        ("Output file location", "Default Output Folder|"), ("Image bit depth", "32-bit floating point"),
        ("Overwrite existing files without warning?", overwrite), ("When to save", when),
        ("Record the file and path information to the saved image?", record),
        ("Create subfolders in the output folder?", "No"), ("Base image folder", "Elsewhere...|"),
        ("How to save the series", "T (Time)"), ("Save with lossless compression?", "No")])


def pipeline_text(modules):
    text = HEADER % len(modules)
    for number, (name, revision, settings) in enumerate(modules, 1):
        text += MODULE % (name, number, revision) + "".join("    %s:%s\n" % pair for pair in settings)
    return text


def write_pipeline(path, modules):
    Path(path).write_text(pipeline_text(modules))
    return path


def start(program, *arguments):
    return subprocess.Popen([str(program), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def run(program, *arguments, timeout=120):
    """(exit code, everything printed)"""
    done = subprocess.run([str(program), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=timeout)
    return done.returncode, done.stdout


def query(folder, sql):
    with closing(sqlite3.connect("file:%s?mode=ro" % (Path(folder) / "cellerate.sqlite"), uri=True)) as database:
        return database.execute(sql).fetchall()


# What two runs of one thing may not share: times, folders and the machine.
_OWN_COLUMN = re.compile(r"ExecutionTime_|Timestamp|PathName_|URL_", re.I)
_OWN_KEY = re.compile(r"device|folder|time|host|jobs", re.I)


def contents(folder):
    """Every table of a run database as {name: (columns, sorted rows)}, without what runs may not share."""
    tables = {}
    for name, in query(folder, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        columns = [row[1] for row in query(folder, 'PRAGMA table_info("%s")' % name) if not _OWN_COLUMN.search(row[1])]
        if name == "Progress":
            columns = ["ImageNumber", "status"]
        rows = query(folder, 'SELECT %s FROM "%s"' % (", ".join('"%s"' % c for c in columns), name))
        if name == "Experiment":
            rows = [row for row in rows if not _OWN_KEY.search(row[0])]
        tables[name] = columns, sorted(rows, key=repr)
    return tables
