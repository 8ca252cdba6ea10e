"""The files that a pipeline reads, for random_pipelines.py: for LoadData a table with them, for NamesAndTypes names that
its rules take."""
import csv
import re

from random_pipelines_images import Scene, write_image
from random_pipelines_names import NameMaker, Rule
from random_pipelines_needs import KINDS, Image

IMAGE_SETS = 2
DIAMETER = 20  # of cells in a pipeline that looks for none
# Of the first and the second image set; of any other tag, the number of the image set.
TAG_VALUES = {"plate": ("P1", "P1"), "well": ("A01", "B02"), "row": ("A", "B"), "wellrow": ("A", "B")}


class NoInputs(Exception):
    """No images can be made for a pipeline, and why."""


def diameter_of(needs):
    return max((d for image in needs.images.values() for d in image.diameters), default=DIAMETER)


def value_of(tag, number):
    return TAG_VALUES.get(tag.lower(), ("1", "2"))[number]


# ----------------------------------------------------------------------------------------------------------- LoadData

def load_data_inputs(needs, rng, folder):
    images = sorted(needs.images.items())
    if not images:
        raise NoInputs("its modules name no image that LoadData could load")
    header, rows = [], [[] for _ in range(IMAGE_SETS)]
    scenes = [Scene(rng, diameter_of(needs), needs.side) for _ in rows]
    for (group, name), image in images:
        kind = "" if group == "image" else "Objects"
        header += ["Image_%sFileName_%s" % (kind, name), "Image_%sPathName_%s" % (kind, name)]
        for number, row in enumerate(rows):
            file = "%s_%d%s" % (re.sub(r"\W", "_", name), number + 1, ".npy" if image.kind == "illumination" else ".tif")
            write_image(str(folder / "made" / file), scenes[number].draw(image))
            row += [file, str(folder / "images")]
    for tag in needs.tags:
        header.append("Metadata_" + tag)
        for number, row in enumerate(rows):
            row.append(value_of(tag, number))
    with open(folder / "load_data.csv", "w", newline="") as file:
        csv.writer(file).writerows([header, *rows])


# ------------------------------------------------------------------------------------------------------ NamesAndTypes

def channels_of(module):
    """(rule or None, name, kind) of what NamesAndTypes makes of the files."""
    if module.assignment_method.value == "Images matching rules":
        found = []
        for group in module.assignments:
            kind = KINDS[group.load_as_choice.value]
            name = group.object_name.value if kind == "objects" else group.image_name.value
            found.append((Rule(group.rule_filter), name, kind))
        return found
    return [(None, module.single_image_provider.value, KINDS[module.single_load_as_choice.value])]


def metadata_methods(module):
    """(source, pattern, rule or None) of the metadata that are read from names."""
    found = []
    if module is None or not module.wants_metadata.value:
        return found
    for group in module.extraction_methods:
        if group.extraction_method.value == "Import from file":
            raise NoInputs("its metadata come from a table of its author's")
        if group.extraction_method.value == "Extract from file/folder names":
            in_file = group.source.value == "File name"
            rule = Rule(group.filter) if group.filter_choice.value != "All images" else None
            found.append(("file", group.file_regexp.value, rule) if in_file else ("folder", group.folder_regexp.value, rule))
    return found


def matched_tags(module, channels):
    """For each channel, the tags by which its files are matched, in the order of the joiner; None where by order."""
    if module.matching_choice.value != "Metadata" or len(channels) == 1:
        return None
    joins = module.join.parse()
    return {name: [join.get(name) for join in joins] for _, name, _ in channels}


class AnyFile:
    """The rule of a pipeline that takes all files."""
    tags, extensions = {}, []

    def words(self, place):
        return []

    patterns = one = words

    def accepts(self, folder, name, metadata):
        return True


def named_files(needs, module, draw, root):
    """[(channel's image, folder, name)] of all image sets."""
    channels = channels_of(module)
    first = needs.module("Images")
    accepted = [Rule(first.filter)] if first is not None and first.filter_choice.value == "Custom" else []
    maker = NameMaker(draw, root, metadata_methods(needs.module("Metadata")), accepted)
    matched = matched_tags(module, channels)
    files, taken = [], set()
    for number in range(IMAGE_SETS):
        keys, hints = {}, {}
        for at, (rule, name, kind) in enumerate(channels):
            others = [other for other, other_name, _ in channels if other is not None and other_name != name]
            tags = (matched or {}).get(name, [])
            wanted = {tag: keys[place] for place, tag in enumerate(tags) if tag and place in keys}
            if None in tags and (name, tuple(wanted.get(tag) for tag in tags)) in taken:
                continue  # one file for several image sets, such as an illumination function

            def reached(folder, file, metadata):
                new = tuple(metadata.get(tag) for tag in tags)
                # Files that are saved under the name of an image shall not overwrite each other.
                is_new = (name, file) not in taken or (rule and rule.one("eq"))
                return is_new and (folder, file) not in taken and None not in [v for v, tag in zip(new, tags) if tag] \
                    and (at > 0 or not any(tags) or (name, new) not in taken)

            found = maker.draw_name(rule or AnyFile(), kind, wanted, hints, others, reached)
            if found is None:
                raise NoInputs("no file name found for %s" % name)
            folder, file, metadata = found
            taken |= {(folder, file), (name, file), (name, tuple(metadata.get(tag) for tag in tags))}
            hints.update(metadata)
            keys.update({place: metadata[tag] for place, tag in enumerate(tags) if tag})
            known = needs.images.get(("image", name), Image(name))
            files.append((number, Image(name, kind, known.diameters), folder, file))
    return files


def names_and_types_inputs(needs, module, draw, rng, folder):
    deep = module.process_as_3d.value
    scenes = [Scene(rng, diameter_of(needs), needs.side, deep) for _ in range(IMAGE_SETS)]
    for number, image, place, file in named_files(needs, module, draw, str(folder / "images")):
        write_image(str(folder / "made") + place + "/" + file, scenes[number].draw(image))


def open_new(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    return open(path, "w")


def write_rules(needs, folder):
    """Rules as CellProfiler Analyst writes them: one measurement, above and below what is likely."""
    for file, judged, feature in needs.rules:
        middle = 0.8 * diameter_of(needs) ** 2 if feature == "AreaShape_Area" else 0.1
        with open_new(folder / "made" / file) as rules:
            rules.write("IF (%s_%s > %g, [1.0, -1.0], [-1.0, 1.0])\n" % (judged, feature, middle))


def write_barcodes(needs, draw, folder):
    for file, sequences, genes, letters in needs.barcodes:
        with open_new(folder / "made" / file) as table:
            table.write("%s,%s\n" % (sequences, genes))
            for number in range(60):
                table.write("%s,G%d\n" % ("".join(draw.choices("ACGT", k=letters)), number))


def make_inputs(needs, draw, rng, folder):
    """Writes FOLDER/made, and for LoadData FOLDER/load_data.csv, which names the files as in FOLDER/images."""
    (folder / "made").mkdir()
    write_rules(needs, folder)
    write_barcodes(needs, draw, folder)
    module = needs.module("NamesAndTypes")
    if needs.module("LoadData"):
        load_data_inputs(needs, rng, folder)
    elif module:
        names_and_types_inputs(needs, module, draw, rng, folder)
    else:
        raise NoInputs("it has no input module")
