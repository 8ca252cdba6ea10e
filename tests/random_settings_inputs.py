"""Samplers of random_settings.py, and the images and objects that it gives to modules.

A sampler gets the generator and the values already drawn for the same text in this module.
"""
from dataclasses import dataclass
from typing import Callable

IMAGES = ["DNA", "RNA", "ER"]
OBJECTS = ["Nuclei", "Cells"]
CROPPED, FOUND = "Cropped", "Found"


@dataclass(frozen=True)
class Count:
    """A hidden count, and the texts of the settings that are repeated as often."""
    group: tuple
    least: int = 1
    most: int = 3


@dataclass(frozen=True)
class FromEarlier:
    """A sampler that gets the generator and the latest value of every text drawn so far."""
    sample: Callable


def one_of(choices, *more):
    """The list is looked at when drawn: --cropped makes some of them longer."""
    return lambda draw, before: draw.choice([*choices, *more])


def some_of(choices, least=1):
    return lambda draw, before: ", ".join(draw.sample(choices, draw.randint(least, len(choices))))


def integer(low, high, distinct=False):
    def sample(draw, before):
        left = [n for n in range(low, high + 1) if not distinct or str(n) not in before]
        return draw.choice(left)
    return sample


def number(low, high):
    return lambda draw, before: round(draw.uniform(low, high), 3)


def numbers(low, high, least, most):
    return lambda draw, before: ",".join(
        "%g" % n for n in sorted(round(draw.uniform(low, high), 3) for _ in range(draw.randint(least, most))))


def in_turn(choices):
    return lambda draw, before: choices[len(before)]


def by(on, samplers):
    """One of several samplers, by the latest value of another setting."""
    return FromEarlier(lambda draw, latest: samplers[latest[on]](draw, []))


# Images and objects unlike those of files, by name, and the modules that make them: they stand before a module whose
# settings name them.
OTHER_IMAGES = {
    "Binary": [("ConvertObjectsToImage", {"Select the input objects": "Cells", "Name the output image": "Binary",
                                          "Select the color format": "Binary (black & white)"})],
    "Double": [("ImageMath", {"Multiply the result by": "0.7", "Name the output image": "Double",
                              "Select the image": ["Binary", "RNA"], "Multiply the image by": ["0.3", "1.0"]})],
    "Masked": [("MaskImage", {"Select the input image": "DNA", "Name the output image": "Masked",
                              "Select object for mask": "Nuclei", "Invert the mask?": "Yes"})],
}
# The same for images that only a few modules take.
NOT_GRAY = {
    "Numbers": [("ConvertObjectsToImage", {"Select the input objects": "Nuclei", "Name the output image": "Numbers",
                                           "Select the color format": "uint16"})],
    "Color": [("GrayToColor", {"Rescale intensity": "No", "Name the output image": "Color",
                               **{"Select the image to be colored " + color: name
                                  for color, name in zip(("red", "green", "blue"), IMAGES)},
                               "Relative weight for the green image": "0.7", "Relative weight for the blue image": "0.4"})],
    "Skeleton": [("MorphologicalSkeleton", {"Select the input image": "Binary", "Name the output image": "Skeleton"})],
    "Stack": [("GrayToColor", {"Select a color scheme": "Stack", "Name the output image": "Stack", "Hidden": "4",
                               "Image name": ["DNA", "RNA", "Double", "ER"], "Color": ["#ff0000"] * 4, "Weight": ["1"] * 4})],
    "Solid": [("ConvertObjectsToImage", {"Select the input objects": "Nuclei", "Name the output image": "Solid",
                                         "Select the color format": "Binary (black & white)"})],
    # Black and white, with a mask.
    "Sharp": [("Threshold", {"Select the input image": "Masked", "Name the output image": "Sharp"})],
    # Not where it lies in the image.
    "Part": [("Crop", {"Select the input image": IMAGES[0], "Name the output image": "Part",
                       "Select the cropping shape": "Rectangle", "Remove empty rows and columns?": "Edges",
                       "Left and right rectangle positions": lambda draw, before: "%d,%s" % (draw.randint(0, 6), draw.choice(["50", "end"])),
                       "Top and bottom rectangle positions": lambda draw, before: "%d,%s" % (draw.randint(0, 6), draw.choice(["55", "end"]))})],
    # An ellipse or a rectangle, and what Otsu's threshold finds there.
    CROPPED: [("Crop", {"Select the input image": IMAGES[0], "Name the output image": CROPPED,
                        "Select the cropping shape": one_of(["Rectangle", "Ellipse"]),
                        "Left and right rectangle positions": lambda draw, before: "%d,%d" % (draw.randint(0, 20), draw.randint(40, 60)),
                        "Top and bottom rectangle positions": lambda draw, before: "%d,end" % draw.randint(0, 20),
                        "Coordinates of ellipse center": lambda draw, before: "%d,%d" % (draw.randint(20, 40), draw.randint(20, 40)),
                        "Ellipse radius, X direction": "19", "Ellipse radius, Y direction": "14",
                        "Remove empty rows and columns?": one_of(["Edges", "All", "No"])})],
}
OTHER_OBJECTS = {
    # With objects removed at the border and by size, that later modules see.
    "Primary": [("IdentifyPrimaryObjects", {"Select the input image": "Masked",
                                            "Name the primary objects to be identified": "Primary",
                                            "Typical diameter of objects, in pixel units (Min,Max)": "5,30"})],
    FOUND: [("IdentifyPrimaryObjects", {"Select the input image": CROPPED,
                                        "Name the primary objects to be identified": FOUND,
                                        "Typical diameter of objects, in pixel units (Min,Max)": "3,30",
                                        "Discard objects outside the diameter range?": "No",
                                        "Discard objects touching the border of the image?": "No",
                                        "Fill holes in identified objects?": "Never", "Use advanced settings?": "Yes",
                                        "Thresholding method": "Otsu", "Threshold smoothing scale": "0"})],
    # With few pixels each, as those of sequencing.
    "Foci": [("IdentifyPrimaryObjects", {"Select the input image": "RNA",
                                         "Name the primary objects to be identified": "Foci",
                                         "Typical diameter of objects, in pixel units (Min,Max)": "2,30",
                                         "Discard objects outside the diameter range?": "No"})],
    # With gaps in the numbers.
    "Rest": [("IdentifyTertiaryObjects", {"Select the larger identified objects": "Nuclei",
                                          "Select the smaller identified objects": "Cells",
                                          "Name the tertiary objects to be identified": "Rest",
                                          "Shrink smaller object prior to subtraction?": "No"})],
}
OTHER_MODULES = {**OTHER_IMAGES, **NOT_GRAY, **OTHER_OBJECTS}

# What modules may be given; with --cropped, the cropped image and the objects found in it, too.
IMAGE_NAMES, OBJECT_NAMES = list(IMAGES), list(OBJECTS)
GRAY_IMAGES = IMAGES[:1] + ["Double", "Masked"]
ANY_GRAY = IMAGES + sorted(OTHER_IMAGES)
ANY_OBJECTS = OBJECTS + ["Primary", "Rest"]
IMAGE_LISTS, OBJECT_LISTS = (IMAGE_NAMES, GRAY_IMAGES, ANY_GRAY), (OBJECT_NAMES, ANY_OBJECTS)
