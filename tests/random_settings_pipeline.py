"""Pipelines of random_settings.py: settings drawn for one module, the modules that stand around it, their text."""
import re
import subprocess
from functools import lru_cache

from random_settings_inputs import CROPPED, IMAGES, OBJECTS, OTHER_MODULES, Count, FromEarlier
from random_settings_table import AFTER, BEFORE, IMAGES_MADE, MODULES, OBJECTS_NAMED, TEXTS


class ModuleList:
    """What `cellerate modules` says of a module."""

    def __init__(self, cellerate):
        self.cellerate = cellerate

    @lru_cache(maxsize=None)
    def settings_of(self, module):
        """Revision, and (text, default, choices) of each setting in the order of the pipeline file."""
        lines = subprocess.run([self.cellerate, "modules", module], check=True, capture_output=True, text=True).stdout.splitlines()
        revision = int(re.search(r"revision (\d+)", lines[0]).group(1))
        rows = [[cell.strip() for cell in line[2:-2].split(" | ")] for line in lines if line.startswith("|")][2:]
        return revision, [(text, default, choices.split(", ") if choices else []) for text, default, choices in rows]


def draw_settings(draw, module, rows):
    """A value for each setting, groups repeated as often as their count says."""
    table = {**TEXTS, **MODULES.get(module, {})}
    groups = {text: (entry, draw.randint(entry.least, entry.most)) for text, entry in table.items()
              if isinstance(entry, Count)}
    first_of_group = {entry.group[0]: (entry, n) for entry, n in groups.values()}
    drawn, at = [], 0

    def one(text, default, choices):
        sampler = table.get(text)
        sampler = None if isinstance(sampler, Count) else sampler  # of a later count with the same text
        if isinstance(sampler, FromEarlier):
            value = sampler.sample(draw, dict(drawn))
        elif sampler:
            value = sampler(draw, [value for known, value in drawn if known == text])
        else:
            value = draw.choice(choices) if choices else default
        drawn.append((text, str(value)))

    while at < len(rows):
        text = rows[at][0]
        if text in groups and text not in dict(drawn):
            drawn.append((text, str(groups[text][1])))
        elif text in first_of_group:
            entry, n = first_of_group.pop(text)
            members = rows[at:at + len(entry.group)]
            assert tuple(member[0] for member in members) == entry.group, "a group is not as the table says"
            for _ in range(n):
                for member in members:
                    one(*member)
            at += len(members)
            continue
        else:
            one(*rows[at])
        at += 1
    return drawn


def with_values(draw, rows, values):
    """Defaults, but for the settings in `values`: a value, a sampler, or a list of values of settings with the same text,
    more than there are for more groups at the end."""
    left = {text: list(value) if isinstance(value, list) else value for text, value in values.items()}

    def value_of(text, default):
        value = left.get(text, default)
        return value.pop(0) if isinstance(value, list) else value(draw, []) if callable(value) else value

    settings = [(text, value_of(text, default)) for text, default, _ in rows]
    while group := [text for text, value in left.items() if isinstance(value, list) and value]:
        settings += [(text, value_of(text, None)) for text in group]
    unknown = set(values) - {text for text, _ in settings}
    assert not unknown, "no setting %s" % unknown
    return settings


def parts(settings):
    return {part for _, value in settings for one in (value if isinstance(value, list) else [value])
            for part in str(one).split(", ")}


def makers_of(settings, known):
    """Modules that make the images and objects of OTHER_MODULES named in the settings, in the order of the pipeline."""
    makers = []
    for name in sorted(parts(settings) & (set(OTHER_MODULES) - known)):
        known.add(name)
        for module, values in OTHER_MODULES[name]:
            makers += makers_of(values.items(), known) + [(module, values)]
    return makers


def modules_before(module, settings):
    known, modules = set(), []
    for name, values in BEFORE.get(module, []):
        modules += makers_of(values.items(), known) + [(name, values)]
    return modules + makers_of(settings, known)


def objects_made(settings):
    """Object sets that the settings name and that they ask for."""
    answers = dict(settings)
    return [value for text, value in settings if text in OBJECTS_NAMED and OBJECTS_NAMED[text](answers)]


def save_image(image, what):
    """The image or its mask as it is, in set_1_DNA_<image>_<what>.npy."""
    return ("SaveImages", {"Select the type of image to save": what, "Select the image to save": image,
                           "Select image name for file prefix": IMAGES[0],
                           "Append a suffix to the image file name?": "Yes",
                           "Text to append to the image name": "_%s_%s" % (image, what), "Saved file format": "npy",
                           "Image bit depth": "32-bit floating point",
                           "Overwrite existing files without warning?": "Yes"})


def images_made(modules):
    return {dict(values).get("Name the output image") for _, values in modules}


def modules_after(module, settings, before):
    """Modules that save the label images, the images made, and the cropped image as it is now."""
    modules = []
    for name in objects_made(settings):
        modules += [("ConvertObjectsToImage", {"Select the input objects": name, "Name the output image": "Labels" + name,
                                               "Select the color format": "uint16"}),
                    save_image("Labels" + name, "Image")]
    behind = AFTER.get(module, lambda settings: [])(settings)
    modules += behind
    made = IMAGES_MADE.get(module, lambda settings: [])(settings) + sorted(images_made(behind))
    for image in made + [CROPPED] * (CROPPED in images_made(before)):
        modules += [save_image(image, what) for what in ("Image", "Mask")]
    return modules


def names_and_types():
    settings = [("Assign a name to", "Images matching rules"), ("Select the image type", "Grayscale image"),
                ("Name to assign these images", "DNA"), ("Match metadata", "[]"),
                ("Image set matching method", "Order"), ("Set intensity range from", "Image metadata"),
                ("Assignments count", str(len(IMAGES + OBJECTS))), ("Single images count", "0"),
                ("Maximum intensity", "255.0"), ("Process as 3D?", "No"), ("Relative pixel spacing in X", "1.0"),
                ("Relative pixel spacing in Y", "1.0"), ("Relative pixel spacing in Z", "1.0")]
    for name in IMAGES + OBJECTS:
        settings += [("Select the rule criteria", 'and (file does contain "_%s")' % name),
                     ("Name to assign these images", name), ("Name to assign these objects", name),
                     ("Select the image type", "Grayscale image" if name in IMAGES else "Objects"),
                     ("Set intensity range from", "Image metadata"), ("Maximum intensity", "255.0")]
    return settings


def module_text(number, name, revision, settings):
    head = ("%s:[module_num:%d|svn_version:'Unknown'|variable_revision_number:%d|show_window:False|notes:[]|"
            "batch_state:array([], dtype=uint8)|enabled:True|wants_pause:False]" % (name, number, revision))
    return "\n".join([head] + ["    %s:%s" % pair for pair in settings]) + "\n"


def pipeline_text(draw, modules_of, module, settings):
    before = modules_before(module, settings)
    entries = [
        ("Images", {"Select the rule criteria": "and (extension does isimage)"}),
        ("Metadata", {}),
        ("NamesAndTypes", names_and_types()),
        ("Groups", {}),
        *before,
        (module, settings),
        *modules_after(module, settings, before),
        ("ExportToSpreadsheet", {"Add a prefix to file names?": "No", "Overwrite existing files without warning?": "Yes",
                                 "Data to export": "Do not use"}),
    ]
    head = ("CellProfiler Pipeline: http://www.cellprofiler.org\nVersion:5\nDateRevision:428\nGitHash:\n"
            "ModuleCount:%d\nHasImagePlaneDetails:False\n\n" % len(entries))
    texts = []
    for number, (name, values) in enumerate(entries, 1):
        revision, rows = modules_of.settings_of(name)
        pairs = values if isinstance(values, list) else with_values(draw, rows, values)
        texts.append(module_text(number, name, revision, pairs))
    return head + "\n".join(texts)
