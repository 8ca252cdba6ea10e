"""What images, objects and metadata a pipeline asks for: found by CellProfiler's own reading of it, for
random_pipelines.py; and the pipeline itself with folders that every computer has."""
import contextlib
import io
import json
import os
import re
from dataclasses import dataclass, field

import h5py
from cellprofiler_core.preferences import set_awt_headless, set_headless, set_plugin_directory

set_headless()
set_awt_headless(True)
from cellprofiler_core.pipeline import Pipeline  # noqa: E402  (asks the preferences when imported)
from cellprofiler_core.setting import text as names  # noqa: E402
from cellprofiler_core.setting import subscriber as subscribers  # noqa: E402

COLOR = {("ColorToGray", "Select the input image"), ("UnmixColors", "Select the input color image"),
         ("InvertForPrinting", "Select the color image")}
BINARY = {("MaskImage", "Select image for mask"), ("MaskObjects", "Select the masking image"),
          ("MeasureImageAreaOccupied", "Select a binary image to measure"),
          ("MeasureImageOverlap", "Select the image to be used as the ground truth basis for calculating the amount of overlap"),
          ("MeasureImageOverlap", "Select the image to be used to test for overlap"),
          ("MeasureObjectSkeleton", "Select the skeletonized image")}
FUNCTION = {("CorrectIlluminationApply", "Select the illumination function")}
KINDS = {"Grayscale image": "gray", "Color image": "color", "Binary mask": "binary",
         "Illumination function": "illumination", "Objects": "objects"}
TAG = re.compile(r"\\g<(\w+)>|\bMetadata_(\w+)")
RULES_FILE = re.compile("Rules (or classifier )?file name")
LARGEST = 1200  # pixels of a side; what lies farther out stands for 'any'
NOT_A_NAME = {"", "None", "Leave blank", "Do not use"}
WRITERS = re.compile("SaveImages|Export|CreateBatchFiles|MeasureObjectSkeleton")


@dataclass
class Image:
    """An image, or objects, to be made. diameters: of the objects that the pipeline looks for in it."""
    name: str
    kind: str = "gray"
    diameters: list = field(default_factory=list)


@dataclass
class Needs:
    images: dict
    tags: list  # metadata that modules refer to
    side: int  # at least, of an image, for what is cut out of it
    rules: list  # (file, object set or Image, feature measured before) of files with rules that it reads
    barcodes: list  # (file, title of the sequences, title of the genes, letters) of tables that CallBarcodes reads
    modules: list

    def module(self, name):
        return next((module for module in self.modules if module.module_name == name), None)


def subscribed(setting):
    if isinstance(setting, subscribers.ListSubscriber):
        return [str(name) for name in setting.value]
    return [setting.value_text]


def diameter_of(settings):
    """Between the least and the most diameter; the most may stand for 'any'."""
    least, most = [(low, high) for s in settings if s.text.startswith("Typical diameter") for low, high in [s.value]][0]
    return min((least + most) / 2, 3 * least + 10, max(60, 1.3 * least))


class Flow:
    """Which images come from which, from the first module to the last."""

    def __init__(self, modules):
        self.made, self.sources, self.needed, self.uses = {"image": set(), "object": set()}, {}, {}, []
        for module in modules:
            self.add(module)

    def add(self, module):
        visible = module.visible_settings()
        images = self.take(module, visible, "image", (subscribers.ImageSubscriber, subscribers.ImageListSubscriber))
        self.take(module, visible, "object", (subscribers.LabelSubscriber, subscribers.LabelListSubscriber))
        self.uses.append((module, visible, images))
        for setting in visible:
            if isinstance(setting, names.ImageName):
                self.made["image"].add(setting.value_text)
                through = {root for _, name in images for root in self.sources.get(name, {name})}
                self.sources[setting.value_text] = set() if module.module_name == "GrayToColor" else through
            if isinstance(setting, names.LabelName):
                self.made["object"].add(setting.value_text)

    def take(self, module, visible, group, types):
        """(text, name) of what the module's settings name; what nobody made so far is needed."""
        found = [(s.text, name) for s in visible if isinstance(s, types) for name in subscribed(s) if name not in NOT_A_NAME]
        for _, name in found:
            if name not in self.made[group]:
                self.needed.setdefault((group, name), Image(name, "gray" if group == "image" else "objects"))
        return found

    def mark(self):
        """Kinds and diameters of the images, by the modules that use them."""
        for module, visible, images in self.uses:
            for text, name in images:
                use = module.module_name, text
                for root in self.sources.get(name, {name}) if use in COLOR else {name}:
                    image = self.needed.get(("image", root))
                    if image:
                        image.kind = "color" if use in COLOR else "binary" if use in BINARY else \
                            "illumination" if use in FUNCTION else image.kind
                if module.module_name == "IdentifyPrimaryObjects":
                    for root in self.sources.get(name, {name}):
                        if ("image", root) in self.needed:
                            self.needed["image", root].diameters.append(diameter_of(visible))


def tags_of(modules):
    texts = [s.value_text for module in modules for s in module.settings() if isinstance(s.value_text, str)]
    tags = {a or b for text in texts for a, b in TAG.findall(text)}
    for module in modules:
        if module.module_name == "LoadData" and module.wants_image_groupings.value:
            tags |= {tag for tag in module.metadata_fields.value_text.split(",") if tag}
        if module.module_name == "Groups" and module.wants_groups.value:
            tags |= {group.metadata_choice.value_text for group in module.grouping_metadata}
    return sorted(tags)


def side_of(modules):
    """A part that is cut out lies in the image."""
    numbers = [int(n) for module in modules if module.module_name == "Crop" for setting in module.visible_settings()
               if re.search("positions|center", setting.text) for n in re.findall(r"\d+", setting.value_text)]
    return min(max(numbers, default=0), LARGEST)


def rules_of(pipeline, modules):
    """Of each rules file, a feature that modules before measure, of the objects or the image that it judges."""
    measured, found = [], []
    for module in modules:
        directory = None
        for setting in module.visible_settings():
            directory = setting if isinstance(setting, names.Directory) else directory
            if RULES_FILE.match(setting.text) and setting.value_text.endswith(".txt"):
                judged = module.x_name.value if hasattr(module, "x_name") else "Image"
                features = [feature for name, feature, kind in measured if name == judged and kind == "float"]
                likely = next((f for f in features if "Area" in f), (features or [None])[-1])
                found.append((below_input(directory, setting.value_text), judged, likely))
        if not module.is_load_module():
            measured += [column[:3] for column in module.get_measurement_columns(pipeline)]
    return [rule for rule in found if rule[2]]


def below_input(directory, file):
    """Path below the default input folder."""
    is_below = directory.dir_choice == "Default Input Folder sub-folder"
    return os.path.join(directory.custom_path, file) if is_below else file


def barcodes_of(modules):
    return [(below_input(module.csv_directory, module.csv_file_name.value), module.metadata_field_barcode.value,
             module.metadata_field_tag.value, int(module.ncycles.value))
            for module in modules if module.module_name == "CallBarcodes"]


def use_plugins(folder):
    set_plugin_directory(folder, globally=False)


def load_pipeline(path):
    """Raises what CellProfiler raises on a pipeline that it does not load."""
    pipeline, failures = Pipeline(), []

    def listen(_, event):
        if type(event).__name__ == "LoadException":
            failures.append(event.error)

    pipeline.add_listener(listen)
    with contextlib.redirect_stdout(io.StringIO()):
        pipeline.load(path)
    if failures:
        raise failures[0]
    return pipeline


def needs_of(pipeline):
    modules = [module for module in pipeline.modules() if module.enabled]
    inputs = "Images", "Metadata", "Groups"
    later = [module for module in modules if not module.is_load_module() and module.module_name not in inputs]
    flow = Flow(later)
    flow.mark()
    return Needs(flow.needed, tags_of(modules), side_of(later), rules_of(pipeline, later), barcodes_of(later), modules)


# ------------------------------------------------------------------------------------------- folders of other people

def decoded(value):
    escaped = value.encode("latin-1").decode("unicode_escape", "replace") if value.startswith("\\xff\\xfe") else value
    return escaped.encode("latin-1").decode("utf-16") if escaped.startswith("\xff\xfe") else value


def near(module, value):
    """A folder of the pipeline's author becomes the default folder."""
    text = decoded(value)
    if not re.match(r"Elsewhere\.\.\.(\||\\x7C).", text):
        return value
    moved = ("Default Output Folder" if WRITERS.match(module) else "Default Input Folder") + ("|" if "|" in text else "\\x7C")
    return moved if text == value else "\\xff\\xfe" + "".join(c + "\\x00" for c in moved)


def pipeline_text(path):
    if h5py.is_hdf5(path):
        with h5py.File(path) as file:
            measurements = next(iter(file["Measurements"].values()))
            return measurements["Experiment"]["Pipeline_Pipeline"]["data"][0].decode("unicode_escape")
    with open(path, encoding="latin-1", newline="") as file:
        return file.read()


def portable(path):
    """(extension, text) of the pipeline, in which no absolute folder is named."""
    text = pipeline_text(path)
    if text.lstrip().startswith("{"):
        known = json.loads(text)
        for module in known["modules"]:
            module["attributes"]["enabled"] &= module["attributes"]["module_name"] != "CreateBatchFiles"
            for setting in module["settings"]:
                if isinstance(setting.get("value"), str):
                    setting["value"] = near(module["attributes"]["module_name"], setting["value"])
        return ".json", json.dumps(known, indent=4)
    lines, module = [], ""
    for line in text.splitlines():
        head = re.match(r"(\w+):\[", line)
        module = head[1] if head else module
        setting = re.match(r"(    [^:]*(?:\\x3A[^:]*)*:)(.*)", line)
        if head and module == "CreateBatchFiles":  # with it, CellProfiler writes a batch for a cluster and runs nothing
            line = line.replace("|enabled:True", "|enabled:False")
        lines.append(setting[1] + near(module, setting[2]) if setting else line)
    return ".cppipe", "\n".join(lines) + "\n"
