"""What random_settings.py draws for settings that are no choice: by the setting's text, for all modules or for one.

A sampler gets the generator and the values already drawn for the same text in this module.
"""
from dataclasses import dataclass

IMAGES = ["DNA", "RNA", "ER"]
OBJECTS = ["Nuclei", "Cells"]
# What modules may be given: with --cropped also a cropped image and objects that are found in it.
IMAGE_NAMES, OBJECT_NAMES = list(IMAGES), list(OBJECTS)
CROPPED, FOUND = "Cropped", "Found"
# matplotlib's, as far as they are made in different ways: tables, gradients, steps, formulas, backwards.
COLOR_MAPS = ["Default", "Blues", "Oranges", "RdBu_r", "CMRmap", "gist_stern", "tab10", "viridis", "twilight_shifted",
              "cubehelix", "gnuplot2", "terrain_r"]


@dataclass(frozen=True)
class Count:
    """A hidden count, and the texts of the settings that are repeated as often."""
    group: tuple
    least: int = 1
    most: int = 3


def one_of(choices):
    return lambda draw, before: draw.choice(choices)


def some_of(choices, least=1):
    return lambda draw, before: ", ".join(draw.sample(choices, draw.randint(least, len(choices))))


def integer(low, high, distinct=False):
    def sample(draw, before):
        left = [n for n in range(low, high + 1) if not distinct or str(n) not in before]
        return draw.choice(left)
    return sample


def number(low, high):
    return lambda draw, before: round(draw.uniform(low, high), 3)


def in_turn(choices):
    return lambda draw, before: choices[len(before)]


# Images unlike those of files, by name, and the modules that make them.
OTHER_KINDS = {
    "Binary": [("ConvertObjectsToImage", 1, [("Select the input objects", "Cells"), ("Name the output image", "Binary"),
                                             ("Select the color format", "Binary (black & white)"),
                                             ("Select the colormap", "Default")])],
    "Double": [("ImageMath", 5, [("Operation", "Add"), ("Raise the power of the result by", "1"),
                                 ("Multiply the result by", "0.7"), ("Add to result", "0"),
                                 ("Set values less than 0 equal to 0?", "Yes"),
                                 ("Set values greater than 1 equal to 1?", "Yes"),
                                 ("Replace invalid values with 0?", "Yes"), ("Ignore the image masks?", "No"),
                                 ("Name the output image", "Double"), ("Image or measurement?", "Image"),
                                 ("Select the image", "Binary"), ("Multiply the image by", "0.3"), ("Measurement", ""),
                                 ("Image or measurement?", "Image"), ("Select the image", "RNA"),
                                 ("Multiply the image by", "1.0"), ("Measurement", "")])],
    "Masked": [("MaskImage", 3, [("Select the input image", "DNA"), ("Name the output image", "Masked"),
                                 ("Use objects or an image as a mask?", "Objects"), ("Select object for mask", "Nuclei"),
                                 ("Select image for mask", "None"), ("Invert the mask?", "Yes")])],
}

# The same for images that only a few modules take.
NOT_GRAY = {
    "Numbers": [("ConvertObjectsToImage", 1, [("Select the input objects", "Nuclei"), ("Name the output image", "Numbers"),
                                              ("Select the color format", "uint16"),
                                              ("Select the colormap", "Default")])],
    "Color": [("GrayToColor", 4, [("Select a color scheme", "RGB"), ("Rescale intensity", "No"),
                                  *[("Select the image to be colored", name) for name in IMAGES],
                                  ("Name the output image", "Color"),
                                  *[("Relative weight", weight) for weight in (1.0, 0.7, 0.4)],
                                  *[("Select the image", "Leave this black")] * 4, *[("Relative weight", 1.0)] * 4,
                                  ("Hidden", 1), ("Image name", "None"), ("Color", "#ff0000"), ("Weight", 1.0)])],
}

TEXTS = {
    "Select images to measure": some_of(IMAGE_NAMES),
    "Select objects to measure": some_of(OBJECT_NAMES),
}

MODULES = {
    "MeasureTexture": {
        "Hidden": Count(("Texture scale to measure",)),
        "Texture scale to measure": integer(1, 12, distinct=True),
        "Enter how many gray levels to measure the texture at": integer(2, 256),
    },
    "MeasureObjectNeighbors": {
        "Select objects to measure": one_of(OBJECT_NAMES),
        "Select neighboring objects to measure": one_of(OBJECT_NAMES),
        "Neighbor distance": integer(1, 15),
        "Name the output image": in_turn(["ByCount", "ByTouching"]),
        "Select colormap": one_of(COLOR_MAPS),
    },
    "EnhanceOrSuppressFeatures": {
        "Select the input image": one_of(IMAGES[:1] + sorted(OTHER_KINDS)),
        "Feature size": integer(3, 25),
        "Range of hole sizes": lambda draw, before: "%d,%d" % tuple(sorted(draw.sample(range(1, 20), 2))),
        "Smoothing scale": lambda draw, before: draw.choice([0, round(draw.uniform(0, 6), 2)]),
        "Shear angle": lambda draw, before: draw.choice([0, 45, 90, 180, -135, round(draw.uniform(-360, 360), 1)]),
        "Decay": number(0.1, 1),
    },
    "MeasureImageIntensity": {
        "Select input object sets": some_of(OBJECT_NAMES),
        "Specify percentiles to measure": lambda draw, before: ",".join(str(draw.randint(0, 100)) for _ in range(3)),
    },
    "MeasureColocalization": {
        "Select images to measure": some_of(IMAGE_NAMES, least=2),
        "Set threshold as percentage of maximum intensity for the images": number(0, 99),
        "Run all metrics?": one_of(["Yes", "No"]),
    },
    # With Downsample, sides whose smaller side has more factors of 2 may differ in a row or column: see Watershed.md.
    "Watershed": {
        "Select the input image": one_of(IMAGES + ["Binary", "Binary", "Double", "Numbers", "Color"]),
        "Use advanced settings?": one_of(["Yes", "No"]),
        "Markers": one_of(["Numbers", "Numbers", "Binary", "DNA", "Color"]),
        "Mask": one_of(["Leave blank", "Binary", "Double"]),
        "Connectivity": integer(1, 3),
        "Compactness": one_of([0.0, 0.0, 0.001, 0.1, 20.0]),
        "Footprint": integer(1, 20),
        "Downsample": one_of([1, 1, 2, 3, 5]),
        "Separate watershed labels": one_of(["Yes", "No"]),
        "Reference Image": one_of(IMAGES + ["Binary", "Double", "Numbers", "Color"]),
        "Segmentation distance transform smoothing factor": one_of([0.0, 0.5, 1.0, 2.7]),
        "Minimum distance between seeds": integer(0, 6),
        "Minimum absolute internal distance": one_of([0.0, 0.1, 0.4]),
        "Pixels from border to exclude": one_of([0, 0, 1, 4]),
        "Maximum number of seeds": one_of([-1, -1, 0, 5, -4]),
        "Structuring element for seed dilation":
            lambda draw, before: "%s,%d" % (draw.choice(["Diamond", "Disk", "Square", "Star"]), draw.randint(1, 4)),
    },
}


def neighbor_images(settings):
    wanted = [value for text, value in settings if text.startswith("Retain the image of objects colored by")]
    names = [value for text, value in settings if text == "Name the output image"]
    return [name for name, answer in zip(names, wanted) if answer == "Yes"]


def output_image(settings):
    return [value for text, value in settings if text == "Name the output image"]


# Images that a module makes with its settings: they are saved and compared.
IMAGES_MADE = {
    "EnhanceOrSuppressFeatures": output_image,
    "MeasureObjectNeighbors": neighbor_images,
}

# Modules that stand before a module.
BEFORE = {
    "EnhanceOrSuppressFeatures": [module for kind in sorted(OTHER_KINDS) for module in OTHER_KINDS[kind]],
    "Watershed": [*OTHER_KINDS["Binary"], *OTHER_KINDS["Double"], *NOT_GRAY["Numbers"], *NOT_GRAY["Color"]],
}
