"""What random_settings.py draws for settings that are no choice: by the setting's text, for all modules or for one."""
from random_settings_inputs import (ANY_GRAY, ANY_OBJECTS, CROPPED, GRAY_IMAGES, IMAGE_NAMES, IMAGES, OBJECT_NAMES, OBJECTS,
                                    OTHER_IMAGES, Count, FromEarlier, by, in_turn, integer, number, numbers, one_of, some_of)

# matplotlib's, as far as they are made in different ways: tables, gradients, steps, formulas, backwards.
COLOR_MAPS = ["Default", "Blues", "Oranges", "RdBu_r", "CMRmap", "gist_stern", "tab10", "viridis", "twilight_shifted",
              "cubehelix", "gnuplot2", "terrain_r"]

# Measurements that BEFORE makes, those of objects with a value that few exceed.
IMAGE_FEATURES = ["Intensity_%s_%s" % (feature, image) for feature in ("MeanIntensity", "MaxIntensity", "MADIntensity")
                  for image in IMAGES]
OBJECT_FEATURES = {"AreaShape_Area": 400, "AreaShape_Eccentricity": 1, "AreaShape_Center_X": 150, "AreaShape_EulerNumber": 2,
                   "Intensity_MeanIntensity_Masked": 1, "Number_Object_Number": 20}

# Images of sequencing that BEFORE makes, and measurements by which CallBarcodes calls bases.
CYCLES = 3
CYCLE_IMAGES = [["Cycle%02d_%s" % (cycle, base) for base in "ACGT"] for cycle in range(1, CYCLES + 1)]
BASE_FEATURES = ["Intensity_%s_%s" % (feature, image) for feature in ("MaxIntensity", "MeanIntensity") for image in CYCLE_IMAGES[0]]


def scaled(on, sampler):
    """Numbers of the size of the measurement chosen before; `sampler` makes a sampler of a factor."""
    return by(on, {feature: sampler(most) for feature, most in OBJECT_FEATURES.items()})


def bin_names(draw, latest):
    bins = (int(latest["Number of bins"]) if latest["Select bin spacing"] == "Evenly spaced bins" else
            latest["Enter the custom thresholds separating the values between bins"].count(","))
    bins += sum(latest["Use a bin for objects %s the threshold?" % side] == "Yes" for side in ("below", "above"))
    return ",".join("%s_%c" % (latest["Select the measurement to classify by"], ord("a") + i) for i in range(bins))


def cutoff(draw, latest):
    feature = latest.get("Select the second measurement", latest["Select the first measurement"])
    return number(0, OBJECT_FEATURES[feature])(draw, [])


def positions(draw, before):
    return "%s,%s" % (draw.choice(["begin", str(draw.randint(0, 45))]),
                      draw.choice(["end", str(draw.randint(46, 170)), str(-draw.randint(0, 30))]))


POINT = lambda draw, before: draw.choice([0, 1, round(draw.uniform(-3, 3), 3)])
POWER = lambda draw, before: draw.choice([1, 2, 0.5, -1, round(draw.uniform(-2, 3), 2)])

EARTH_MOVER = {
    "Maximum # of points": integer(100, 300),
    "Maximum distance": integer(1, 120),
}

ELEMENT = lambda draw, before: "%s,%d" % (draw.choice(["Diamond", "Disk", "Square", "Star"]), draw.randint(1, 6))

TEXTS = {
    "Select the input image": one_of(GRAY_IMAGES),
    # of thresholds
    "Threshold smoothing scale": lambda draw, before: draw.choice([0, 1.3488, round(draw.uniform(0, 5), 2)]),
    "Threshold correction factor": number(0.5, 1.6),
    "Lower and upper bounds on threshold": lambda draw, before: draw.choice(["0.0,1.0", numbers(0, 1, 2, 2)(draw, before)]),
    "Manual threshold": number(0, 1),
    "Select the measurement to threshold with": lambda draw, before: draw.choice(IMAGE_FEATURES),
    "Size of adaptive window": integer(5, 35),
    "Lower outlier fraction": number(0, 0.4),
    "Upper outlier fraction": number(0, 0.4),
    "# of deviations": number(-1, 4),
    "Select images to measure": some_of(IMAGE_NAMES),
    "Select objects to measure": some_of(OBJECT_NAMES),
}

MODULES = {
    "IdentifyPrimaryObjects": {
        "Typical diameter of objects, in pixel units (Min,Max)":
            lambda draw, before: "%d,%d" % tuple(sorted((draw.randint(2, 25), draw.randint(8, 60)))),
        "Size of smoothing filter": integer(0, 20),
        "Suppress local maxima that are closer than this minimum allowed distance": number(1, 15),
        "Maximum number of objects": integer(2, 40),
    },
    "IdentifySecondaryObjects": {
        "Select the input objects": one_of(ANY_OBJECTS),
        "Number of pixels by which to expand the primary objects": integer(1, 25),
        "Regularization factor": lambda draw, before: draw.choice([0, 0.05, round(draw.uniform(0, 10), 3)]),
    },
    "IdentifyTertiaryObjects": {
        "Select the larger identified objects": one_of(ANY_OBJECTS),
        "Select the smaller identified objects": one_of(ANY_OBJECTS),
    },
    "RelateObjects": {
        "Parent objects": one_of(["Nuclei", "Cells", "Rest"]),
        "Child objects": by("Parent objects", {"Nuclei": one_of(["Cells", "Primary"]), "Cells": one_of(["Nuclei", "Primary"]),
                                               "Rest": one_of(["Nuclei", "Cells", "Primary"])}),
        "Parent name": by("Parent objects", {"Nuclei": one_of(["Rest"]), "Cells": one_of(["Rest"]), "Rest": one_of(OBJECTS)}),
    },
    "FilterObjects": {
        "Select the objects to filter": one_of(ANY_OBJECTS),
        "Select the filtering mode": one_of(["Measurements", "Measurements", "Measurements", "Image or mask border"]),
        "Select the objects that contain the filtered objects": one_of(ANY_OBJECTS),
        "Measurement count": Count(("Select the measurement to filter by", "Filter using a minimum measurement value?",
                                    "Minimum value", "Filter using a maximum measurement value?", "Maximum value"), 1, 2),
        "Additional object count": Count(("Select additional object to relabel", "Name the relabeled objects"), 0, 2),
        "Select the measurement to filter by": one_of(list(OBJECT_FEATURES)),
        "Minimum value": scaled("Select the measurement to filter by", lambda most: number(0, 0.4 * most)),
        "Maximum value": scaled("Select the measurement to filter by", lambda most: number(0.3 * most, most)),
        "Select additional object to relabel": one_of(ANY_OBJECTS),
        "Name the relabeled objects": in_turn(["RelabeledA", "RelabeledB"]),
    },
    "MaskObjects": {
        "Select objects to be masked": one_of(ANY_OBJECTS),
        "Select the masking object": one_of(ANY_OBJECTS),
        "Select the masking image": one_of(["Binary"]),
        "Fraction of object that must overlap": number(0, 1),
    },
    "ExpandOrShrinkObjects": {
        "Select the input objects": one_of(ANY_OBJECTS),
        "Number of pixels by which to expand or shrink": integer(1, 12),
        "Expand or shrink measurement": one_of(["Count_Nuclei", "Count_Cells", IMAGE_FEATURES[0]]),
    },
    "MeasureImageAreaOccupied": {
        "Select binary images to measure": some_of(["Binary", "Solid"]),
        "Select object sets to measure": some_of(ANY_OBJECTS),
    },
    **dict.fromkeys(("DilateImage", "ErodeImage", "Opening", "Closing"), {
        "Select the input image": one_of(ANY_GRAY),
        "Structuring element": ELEMENT,
    }),
    **dict.fromkeys(("DilateObjects", "ErodeObjects"), {
        "Select the input object": one_of(ANY_OBJECTS),
        "Structuring element": ELEMENT,
    }),
    "ShrinkToObjectCenters": {
        "Select the input object": one_of(ANY_OBJECTS),
    },
    # Its colors are random in CellProfiler: only measurements are compared.
    "OverlayObjects": {
        "Input": one_of(ANY_GRAY, "Color"),
        "Objects": one_of(ANY_OBJECTS),
        "Opacity": number(0, 1),
    },
    "CombineObjects": {
        "Select initial object set": one_of(ANY_OBJECTS),
        "Select object set to combine": one_of(ANY_OBJECTS),
    },
    "UnmixColors": {
        "Select the input color image": one_of(["Color"]),
        "Stain count": Count(("Name the output image", "Stain", "Red absorbance", "Green absorbance", "Blue absorbance"), 1, 4),
        "Name the output image": in_turn(["StainA", "StainB", "StainC", "StainD"]),
        **{"%s absorbance" % color: number(0.05, 1) for color in ("Red", "Green", "Blue")},
    },
    "RemoveHoles": {
        "Select the input image": one_of(ANY_GRAY, "Numbers"),
        "Size of holes to fill": number(0, 15),
    },
    "ResizeObjects": {
        "Select the input object": one_of(ANY_OBJECTS),
        **{"%s Factor" % axis: number(0.1, 3) for axis in "XYZ"},
        "Width (X)": integer(1, 250),
        "Height (Y)": integer(1, 250),
        "Select the image with the desired dimensions": one_of(["Color", "Part"]),
    },
    "Tile": {
        **dict.fromkeys(("Select an input image", "Select an additional image to tile"), one_of(ANY_GRAY, "Color", "Numbers", "Part")),
        "Final number of rows": integer(1, 3),
        "Final number of columns": integer(1, 3),
    },
    "FlipAndRotate": {
        "Select the input image": one_of(ANY_GRAY, "Color", "Sharp"),
        "Select method to rotate image": one_of(["Do not rotate", "Enter angle", "Enter angle", "Enter coordinates"]),
        **{"Enter %scoordinates of the %s pixel" % pixel: lambda draw, before: "%d,%d" % (draw.randint(0, 99), draw.randint(0, 99))
           for pixel in (("", "top or left"), ("the ", "bottom or right"))},
        "Enter angle of rotation": lambda draw, before: draw.choice([0, 90, -45, round(draw.uniform(-400, 400), 2)]),
    },
    "SplitOrMergeObjects": {
        "Select the input objects": one_of(ANY_OBJECTS),
        "Maximum distance within which to merge objects": lambda draw, before: draw.choice([0, draw.randint(1, 20)]),
        "Select the grayscale image to guide merging": one_of(ANY_GRAY),
        "Minimum intensity fraction": number(0.5, 1),
        # The only parents that objects have before any is related.
        "Select the parent object": one_of(["Nuclei"]),
    },
    "MakeProjection": {
        "Select the input image": one_of(ANY_GRAY, "Masked", "Color", "Numbers", "Sharp"),
        "Frequency": number(1, 5),
    },
    "Morph": {
        "Select the input image": one_of(["Binary", "Binary", "Sharp", "DNA", "Masked", "Color"]),
        "Repetition number": integer(1, 9),
    },
    "MeasureImageOverlap": {
        **{"Select the image to be used %s overlap" % use: one_of(["Binary", "Solid", "Sharp", "Sharp"])
           for use in ("as the ground truth basis for calculating the amount of", "to test for")},
        **EARTH_MOVER,
    },
    "MeasureObjectOverlap": {
        "Select the objects to be used as the ground truth basis for calculating the amount of overlap": one_of(ANY_OBJECTS),
        "Select the objects to be tested for overlap against the ground truth": one_of(ANY_OBJECTS),
        **EARTH_MOVER,
    },
    "Align": {
        **dict.fromkeys(("Select the first input image", "Select the second input image", "Select the additional image"),
                        one_of(ANY_GRAY, "Color", "Numbers", "Part")),
    },
    "ClassifyObjects": {
        "Make classification decision based on": one_of(["Single measurement", "Pair of measurements"]),
        "Single measurement count": Count((
            "Select the object to be classified", "Select the measurement to classify by", "Select bin spacing",
            "Number of bins", "Lower threshold", "Use a bin for objects below the threshold?", "Upper threshold",
            "Use a bin for objects above the threshold?", "Enter the custom thresholds separating the values between bins",
            "Give each bin a name?", "Enter the bin names separated by commas",
            "Retain an image of the classified objects?", "Name the output image"), 1, 2),
        "Select the object to be classified": one_of(ANY_OBJECTS),
        "Select the measurement to classify by": one_of(list(OBJECT_FEATURES)),
        "Number of bins": integer(1, 5),
        "Lower threshold": scaled("Select the measurement to classify by", lambda most: number(-0.1 * most, 0.4 * most)),
        "Upper threshold": scaled("Select the measurement to classify by", lambda most: number(0.4 * most, most)),
        "Enter the custom thresholds separating the values between bins":
            scaled("Select the measurement to classify by", lambda most: numbers(0, most, 2, 4)),
        "Enter the bin names separated by commas": FromEarlier(bin_names),
        "Name the output image": in_turn(["ClassesA", "ClassesB"]),
        "Select the object name": one_of(ANY_OBJECTS),
        "Select the first measurement": one_of(list(OBJECT_FEATURES)),
        "Select the second measurement": one_of(list(OBJECT_FEATURES)),
        "Enter the cutoff value": FromEarlier(cutoff),
        "Enter the image name": one_of(["Quadrants"]),
    },
    "CalculateMath": {
        "Select the operand objects": one_of(ANY_OBJECTS),
        "Select the operand measurement": by("Select the operand measurement type", {
            "Image": one_of(IMAGE_FEATURES), "Object": one_of(list(OBJECT_FEATURES))}),
        "Multiply the above operand by": POINT,
        "Raise the power of above operand by": POWER,
        "Multiply the result by": POINT,
        "Raise the power of result by": POWER,
        "Add to the result": POINT,
        "Enter how many decimal places the value should be rounded to": integer(0, 4),
        "Enter the lower bound": number(-2, 1),
        "Enter the upper bound": number(1, 50),
    },
    "MeasureObjectSizeShape": {
        "Select object sets to measure": some_of(ANY_OBJECTS),
    },
    "MeasureObjectIntensity": {
        "Select images to measure": some_of(GRAY_IMAGES),
        "Select objects to measure": some_of(ANY_OBJECTS),
    },
    "MeasureImageQuality": {
        "Scale count": Count(("Spatial scale for blur measurements",)),
        "Select the images to measure": some_of(GRAY_IMAGES),
        "Spatial scale for blur measurements": integer(1, 40, distinct=True),
        "Typical fraction of the image covered by objects": number(0.05, 0.95),
    },
    "Crop": {
        "Select the input image": one_of(["DNA", "Binary", "Double", "Masked", "Color", "Stack", "Numbers"]),
        "Select the cropping method": one_of(["Coordinates"]),
        "Left and right rectangle positions": positions,
        "Top and bottom rectangle positions": positions,
        "Coordinates of ellipse center": lambda draw, before: "%d,%d" % (draw.randint(-10, 160), draw.randint(-10, 160)),
        "Ellipse radius, X direction": integer(1, 90),
        "Ellipse radius, Y direction": integer(1, 90),
        "Select the masking image": one_of(ANY_GRAY),
        "Select the image with a cropping mask": one_of(["RNA", "Masked", CROPPED]),
        "Select the objects": one_of(ANY_OBJECTS),
    },
    "ColorToGray": {
        "Select the input image": one_of(["Color", "Color", "Stack"]),
        **{"Relative weight of the %s" % channel: number(0, 3)
           for channel in ("red channel", "green channel", "blue channel", "channel")},
        "Channel count": Count(("Channel number", "Relative weight of the channel", "Image name")),
        "Channel number": integer(1, 3),
        "Image name": in_turn(["First", "Second", "Third"]),
    },
    "GrayToColor": {
        **{"Select the image %s" % use: one_of(ANY_GRAY, "Leave this black")
           for use in (*("to be colored " + color for color in ("red", "green", "blue", "cyan", "magenta", "yellow")),
                       "that determines brightness")},
        **{"Relative weight for the %s image" % color: number(0, 2)
           for color in ("red", "green", "blue", "cyan", "magenta", "yellow", "brightness")},
        "Hidden": Count(("Image name", "Color", "Weight"), 2),
        "Image name": one_of(ANY_GRAY),
        "Color": one_of(["#ff0000", "#123456", "#80ff00", "#0000ff"]),
        "Weight": number(0.1, 1.5),
    },
    "MaskImage": {
        "Select the input image": one_of(ANY_GRAY, "Color", "Stack"),
        "Select object for mask": one_of(ANY_OBJECTS),
        "Select image for mask": one_of(ANY_GRAY),
    },
    "ImageMath": {
        "Raise the power of the result by": POWER,
        "Multiply the result by": POINT,
        "Add to result": POINT,
        "operands": Count(("Image or measurement?", "Select the image", "Multiply the image by", "Measurement")),
        "Image or measurement?": lambda draw, before: draw.choice(["Image"] * 3 + ["Measurement"]) if before else "Image",
        "Select the image": one_of(ANY_GRAY, "Color", CROPPED),
        "Multiply the image by": POWER,
        "Measurement": lambda draw, before: draw.choice(IMAGE_FEATURES),
    },
    "ConvertImageToObjects": {
        "Select the input image": one_of(["DNA", "Binary", "Double", "Masked", "Numbers"]),
        "Background label": integer(0, 2),
        "Connectivity": integer(0, 2),
    },
    "ConvertObjectsToImage": {
        "Select the input objects": one_of(ANY_OBJECTS),
        "Select the colormap": one_of(COLOR_MAPS),
    },
    "FindMaxima": {
        "Minimum distance between maxima": integer(0, 12),
        "Specify the minimum intensity of a peak": number(0, 0.6),
        "Select the image to use as a mask": one_of(ANY_GRAY, "Numbers"),
        "Select the objects to search within": one_of(ANY_OBJECTS),
    },
    "OverlayOutlines": {
        "Select image on which to display outlines": one_of(ANY_GRAY, "Color"),
        "outlines": Count(("Select outline color", "Select objects to display")),
        "Select outline color": one_of(["Red", "#00FF80", "Yellow", "#102030"]),
        "Select objects to display": one_of(ANY_OBJECTS),
    },
    "SaveImages": {
        "Select the image to save": one_of(["DNA", "Binary", "Double", "Masked", "Numbers", "Color", "Stack", CROPPED]),
        "Select image name for file prefix": one_of(IMAGES),
        "Enter single file name": one_of(["Saved"]),
        "Number of digits": integer(1, 4),
        "Text to append to the image name": one_of(["_saved"]),
        "Output file location": one_of(["Default Output Folder|", "Default Output Folder sub-folder|Sub/Deep"]),
        "Base image folder": one_of(["Default Input Folder|", "Default Input Folder sub-folder|.."]),
    },
    "MeasureTexture": {
        "Hidden": Count(("Texture scale to measure",)),
        "Texture scale to measure": integer(1, 12, distinct=True),
        "Enter how many gray levels to measure the texture at": integer(2, 256),
    },
    "MeasureGranularity": {
        "Select images to measure": some_of(ANY_GRAY),
        "Select objects to measure": some_of(ANY_OBJECTS),
        "Subsampling factor for granularity measurements": lambda draw, before: draw.choice([0.25, 0.5, 1, round(draw.uniform(0.1, 1), 3)]),
        "Subsampling factor for background reduction": lambda draw, before: draw.choice([0.25, 0.5, 1, round(draw.uniform(0.1, 1), 3)]),
        "Radius of structuring element": integer(1, 12),
        "Range of the granular spectrum": integer(1, 20),
    },
    "MeasureObjectIntensityDistribution": {
        "Select images to measure": some_of(ANY_GRAY),
        "Object count": Count(("Select objects to measure", "Object to use as center?", "Select objects to use as centers")),
        "Bin count": Count(("Scale the bins?", "Number of bins", "Maximum radius")),
        "Heat map count": Count(("Image", "Objects to display", "Number of bins", "Measurement", "Color map",
                                 "Save display as image?", "Output image name"), 0, 2),
        "Select objects to measure": lambda draw, before: draw.choice([n for n in ANY_OBJECTS if n not in before]),
        "Select objects to use as centers": one_of(ANY_OBJECTS),
        # Of a heat map, which is drawn after its image, those of the last bins.
        "Number of bins": FromEarlier(lambda draw, latest: latest["Number of bins"] if "Image" in latest else
                                      draw.choice([n for n in range(2, 13) if str(n) != latest.get("Number of bins")])),
        "Maximum radius": integer(1, 40),
        "Maximum zernike moment": integer(1, 13),
        "Image": FromEarlier(lambda draw, latest: draw.choice(latest["Select images to measure"].split(", "))),
        "Objects to display": FromEarlier(lambda draw, latest: latest["Select objects to measure"]),
        "Color map": one_of(COLOR_MAPS + ["gray"]),
        "Output image name": in_turn(["HeatA", "HeatB"]),
    },
    "MorphologicalSkeleton": {
        "Select the input image": one_of(["Binary", "Binary", "DNA", "Masked"]),
        "Name the output image": in_turn(["Thin"]),
    },
    "MeasureImageSkeleton": {
        "Select an image to measure": one_of(["Skeleton", "Binary", "DNA"]),
    },
    "MeasureObjectSkeleton": {
        "Select the seed objects": one_of(ANY_OBJECTS),
        "Select the skeletonized image": one_of(["Skeleton", "Skeleton", "Binary"]),
        "Name the branchpoint image": in_turn(["Branchpoints"]),
        "Maximum hole size": integer(1, 30),
        "Intensity image": one_of(IMAGES),
    },
    "MeasureObjectNeighbors": {
        "Select objects to measure": one_of(OBJECT_NAMES),
        "Select neighboring objects to measure": one_of(OBJECT_NAMES),
        "Neighbor distance": integer(1, 15),
        "Name the output image": in_turn(["ByCount", "ByTouching"]),
        "Select colormap": one_of(COLOR_MAPS),
    },
    "EnhanceOrSuppressFeatures": {
        "Select the input image": one_of(IMAGES[:1] + sorted(OTHER_IMAGES)),
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
    # Smoothed binary images are refused: see CorrectIlluminationCalculate.md.
    "CorrectIlluminationCalculate": {
        "Select the input image": one_of(IMAGES + ["Double", "Masked", "Masked", "Color"]),
        "Dilation radius": integer(0, 3),
        "Block size": integer(1, 70),
        "Approximate object diameter": integer(1, 40),
        "Smoothing filter size": one_of([0, 1, 2, 7, 20, 55]),
        "Number of spline points": integer(4, 7),
        "Background threshold": number(1.5, 4),
        "Image resampling factor": number(1, 3),
        "Maximum number of iterations": integer(1, 20),
        "Residual value for convergence": number(0.001, 0.05),
    },
    "CorrectIlluminationApply": {
        "Select the input image": one_of(IMAGES + ["Double", "Masked", "Binary", "Color"]),
        "Select the illumination function": one_of(IMAGES + ["Double", "Masked", "Color"]),
    },
    "EnhanceEdges": {
        "Select the input image": one_of(IMAGES + ["Double", "Masked", "Masked", "Binary"]),
        "Absolute threshold": number(0.01, 0.6),
        "Threshold adjustment factor": number(0.3, 1.7),
        "Gaussian's sigma value": lambda draw, before: draw.choice([0, 1, round(draw.uniform(0.3, 6), 2)]),
        "Low threshold value": number(0, 0.4),
    },
    "GaussianFilter": {
        "Select the input image": one_of(IMAGES + ["Double", "Masked", "Binary", "Color"]),
        "Sigma": integer(0, 9),
    },
    "MedianFilter": {
        "Select the input image": one_of(IMAGES + ["Double", "Masked", "Binary", "Color"]),
        "Window": integer(1, 9),
    },
    "ReduceNoise": {
        "Select the input image": one_of(IMAGES + ["Double", "Masked", "Binary", "Color"]),
        "Size": integer(0, 9),
        "Distance": integer(0, 12),
        "Cut-off distance": lambda draw, before: draw.choice([0] + [round(draw.uniform(0.01, 0.3), 3)] * 5),
    },
    # Only what has no letters.
    "DisplayDataOnImage": {
        "Display object or image measurements?": one_of(["Object"]),
        "Select the input objects": one_of(ANY_OBJECTS),
        "Measurement to display": one_of(list(OBJECT_FEATURES)),
        "Select the image on which to display the measurements": one_of(IMAGES + ["Double", "Masked", "Binary", "Color"]),
        "Image elements to save": one_of(["Image"]),
        "Display mode": one_of(["Color"]),
        "Color map": one_of(COLOR_MAPS + ["Spectral", "autumn"]),
        "Color map range": scaled("Measurement to display", lambda most: numbers(-0.2 * most, most, 2, 2)),
    },
    # Below a diameter of 2 CellProfiler's median loses count: see Smooth.md.
    "Smooth": {
        "Select the input image": one_of(IMAGES + ["Double", "Masked", "Binary"]),
        "Typical artifact diameter": lambda draw, before: draw.choice([2, 3, round(draw.uniform(2, 30), 2)]),
        "Edge intensity difference": number(0.02, 0.5),
    },
    "FlagImage": {
        "Hidden": one_of([1]),
        "Flag is based on": one_of(["Whole-image measurement", "Average measurement for all objects in each image",
                                    "Measurements for all objects in each image"]),
        "Select the object to be used for flagging": one_of(["Nuclei", "Cells"]),
        "Which measurement?": FromEarlier(lambda draw, latest: draw.choice(
            IMAGE_FEATURES if latest["Flag is based on"] == "Whole-image measurement" else sorted(OBJECT_FEATURES))),
        "Minimum value": number(0, 0.2),
        "Maximum value": FromEarlier(lambda draw, latest: number(
            0, OBJECT_FEATURES.get(latest["Which measurement?"], 0.8))(draw, [])),
    },
    # The range of all images is another one in CellProfiler: see RescaleIntensity.md.
    "RescaleIntensity": {
        "Select the input image": one_of(IMAGES + ["Double", "Masked", "Binary", "Color"]),
        "Method to calculate the minimum intensity": one_of(["Custom", "Minimum for each image"]),
        "Method to calculate the maximum intensity": one_of(["Custom", "Maximum for each image"]),
        "Lower intensity limit for the input image": number(0, 0.3),
        "Upper intensity limit for the input image": number(0.3, 1),
        "Intensity range for the input image": numbers(0, 1, 2, 2),
        "Intensity range for the output image": numbers(0, 3, 2, 2),
        "Select image to match in maximum intensity": one_of(IMAGES + ["Double", "Masked"]),
        "Divisor value": number(0.1, 5),
        "Divisor measurement": lambda draw, before: draw.choice(IMAGE_FEATURES),
    },
    # Nearest pixels of Binary, Double and masks may be others in the middle between two: see Resize.md.
    "Resize": {
        "Select the input image": one_of(IMAGES + ["Double", "Masked", "Binary", "Color"]),
        "X Resizing factor": lambda draw, before: draw.choice([0.25, 0.5, 2, 1, round(draw.uniform(0.1, 3), 3)]),
        "Y Resizing factor": lambda draw, before: draw.choice([0.25, 0.5, 2, 1, round(draw.uniform(0.1, 3), 3)]),
        "Width (x) of the final image": integer(1, 200),
        "Height (y) of the final image": integer(1, 200),
        "Select the image with the desired dimensions": one_of(IMAGES),
        "Additional image count": Count(("Select the additional image?", "Name the output image"), least=0, most=1),
        "Select the additional image?": one_of(IMAGES),
        "Name the output image": in_turn(["Resized", "ResizedToo"]),
    },
    "CallBarcodes": {
        "Number of cycles": integer(1, CYCLES),
        "Input object name": one_of(["Foci"]),
        "Select one of the measures from Cycle 1 to use for calling": one_of(BASE_FEATURES),
        "Name of the file": one_of(["Barcodes.csv"]),
        "Select the column containing barcodes to match against": one_of(["Sequence", "Sequence", "Gene"]),
        "Select the column containing gene/transcript barcode names": one_of(["Gene", "Number"]),
        "Enter the called barcode image name": in_turn(["Called"]),
        "Enter the barcode score image name": in_turn(["Scores"]),
        "What is the empty vector sequence?": one_of(["AAAA", "CACGT"]),
        "What kind of encoding is used here?": one_of(["One Hot Exponentially Multiplexed (ie 4-color SBS/ISS)",
                                                       "Exponentially Multiplexed (SBS/ISS only)"]),
        "Base we are currently calling": in_turn("ACGT"),
        **{"Select the first measurement indicating that %s is encoded" % base: one_of(BASE_FEATURES) for base in "ACGT"},
        "Minimum value to be considered positive in a channel": number(0.2, 0.6),
    },
    # Either two classes of two images or four of one.
    "CompensateColors": {
        "Hidden": Count(("Select an image to measure", "What compensation class does this image belong to?",
                         "Select an output image name"), 4, 4),
        "Select an image to measure": one_of(IMAGES * 3 + ["Double", "Masked", "Binary"]),
        "What compensation class does this image belong to?":
            lambda draw, before: 4 - len(before) if before[:1] == ["4"] else draw.choice([1, 2]) if len(before) == 1
            else 3 - int(before[-2]) if before else draw.choice([1, 2, 4]),
        "Select an output image name": in_turn(["FirstLeft", "SecondLeft", "ThirdLeft", "FourthLeft"]),
        "Select where to perform color compensation": one_of(["Across entire image"] + ["Within objects"] * 2),
        "Select an object to perform compensation within": one_of(ANY_OBJECTS),
        "Should images be rescaled 0-1 before compensating but after masking to objects?":
            one_of(["No", "Yes, per image", "Yes, per group"]),
        "Should histogram matching be performed between the image groups?":
            one_of(["No", "Yes, pre-masking or on unmasked images", "Yes, post-masking to objects"]),
        "What compensation class should serve as the template histogram?": one_of([1, 2]),
        "What percentile should be used for multiplication": number(50, 100),
        "What size radius should be used for the tophat filter?": integer(1, 6),
        "What size radius should be used for the LoG filter?": integer(1, 4),
        "What size sigma should be used for the DoG low sigma?": integer(1, 4),
        "What size radius should be used for the DoG low sigma?": integer(4, 9),
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
        "Structuring element for seed dilation": ELEMENT,
    },
}


def neighbor_images(settings):
    wanted = [value for text, value in settings if text.startswith("Retain the image of objects colored by")]
    names = [value for text, value in settings if text == "Name the output image"]
    return [name for name, answer in zip(names, wanted) if answer == "Yes"]


def branchpoint_images(settings):
    answers = dict(settings)
    return [answers["Name the branchpoint image"]] if answers["Retain the branchpoint image?"] == "Yes" else []


def heat_maps(settings):
    wanted = [value for text, value in settings if text == "Save display as image?"]
    names = [value for text, value in settings if text == "Output image name"]
    return [name for name, answer in zip(names, wanted) if answer == "Yes"]


def class_images(settings):
    wanted = [value for text, value in settings if text == "Retain an image of the classified objects?"]
    names = [value for text, value in settings if text in ("Name the output image", "Enter the image name")]
    chosen = [value for _, value in settings][0] == "Pair of measurements"
    return [name for name, answer in zip(names, wanted) if answer == "Yes" and (name == "Quadrants") == chosen]


def output_image(settings):
    return [value for text, value in settings if text == "Name the output image"]


def display_image(settings):
    return [value for text, value in settings if text == "Name the output image that has the measurements displayed"]


def gray_images(settings):
    answers, names = dict(settings), output_image(settings)
    if answers["Conversion method"] == "Combine":
        return names[:1]
    if answers["Image type"] == "Channels":
        return [value for text, value in settings if text == "Image name"]
    wanted = [value for text, value in settings if text.endswith("to gray?")]
    parts = slice(0, 3) if answers["Image type"] == "RGB" else slice(3, 6)
    return [name for name, answer in list(zip(names[1:], wanted))[parts] if answer == "Yes"]


def aligned_images(settings):
    return [value for text, value in settings if text.startswith("Name the ") and text.endswith("output image")]


def illumination_images(settings):
    answers = dict(settings)
    return output_image(settings) + [answers["Name the %s image" % kind] for kind in ("averaged", "dilated")
                                     if answers["Retain the %s image?" % kind] == "Yes"]


# Images that a module makes with its settings: they are saved and compared.
IMAGES_MADE = {
    **dict.fromkeys(("Crop", "GrayToColor", "MaskImage", "ImageMath", "ConvertObjectsToImage", "FindMaxima", "OverlayOutlines",
                     "EnhanceOrSuppressFeatures", "MorphologicalSkeleton", "Threshold", "CorrectIlluminationApply"), output_image),
    "Align": aligned_images,
    **dict.fromkeys(("Resize", "RescaleIntensity", "Smooth", "GaussianFilter", "MedianFilter", "ReduceNoise"), output_image),
    **dict.fromkeys(("Morph", "DilateImage", "ErodeImage", "Opening", "Closing", "RemoveHoles", "Tile", "UnmixColors"), output_image),
    **dict.fromkeys(("MakeProjection", "FlipAndRotate"), output_image),
    "CompensateColors": lambda settings: [value for text, value in settings if text == "Select an output image name"],
    "CorrectIlluminationCalculate": illumination_images,
    "ColorToGray": gray_images,
    "DisplayDataOnImage": display_image,
    "ClassifyObjects": class_images,
    "MeasureObjectIntensityDistribution": heat_maps,
    "MeasureObjectNeighbors": neighbor_images,
    "MeasureObjectSkeleton": branchpoint_images,
}

def if_answered(text, answer="Yes"):
    return lambda answers: answers.get(text, answer) == answer


# Texts that name object sets, and whether a module with these answers makes them; their labels are saved and compared.
OBJECTS_NAMED = {
    "Name the primary objects to be identified": lambda answers: True,
    "Name the objects to be identified": lambda answers: True,
    "Name the new primary objects": lambda answers: all(
        answers.get("Discard %s?" % which) == "Yes"
        for which in ("secondary objects touching the border of the image", "the associated primary objects")),
    "Name the tertiary objects to be identified": lambda answers: True,
    "Name the masked objects": lambda answers: True,
    "Name the output objects": if_answered("Make classification decision based on", "Classifier Model"),
    "Name the objects removed by the filter": if_answered("Keep removed objects as a separate set?"),
    "Name the relabeled objects": lambda answers: True,
    "Name the combined object set": lambda answers: True,
    "Name the new objects": lambda answers: True,
    "Name the output object": if_answered("Do you want to save the children with parents as a new object set?"),
}



def barcode_images(settings):
    """The images that the answers make, and of each one a float image, for its own is of whole numbers."""
    answers = dict(settings)
    if answers["Do you want to match to an external library of barcodes?"] != "Yes":
        return []
    wanted = [("match", "called barcode"), ("score match", "barcode score")]
    return [answers["Enter the %s image name" % name] for what, name in wanted
            if answers["Retain an image of the barcodes color coded by %s?" % what] == "Yes"]


# Modules that stand behind a module, and whose images are saved instead of its own.
AFTER = {
    "CallBarcodes": lambda settings: [
        ("ImageMath", {"Operation": "None", "Select the image": [image, "None"], "Multiply the image by": ["0.00001", "1.0"],
                       "Name the output image": "Scaled" + image}) for image in barcode_images(settings)],
}


def barcode_table(draw):
    rows = ["%d,%s,G%d" % (n, "".join(draw.choices("ACGT", k=draw.randint(CYCLES, CYCLES + 2))), n) for n in range(40)]
    return "\n".join(["Number,Sequence,Gene", *rows, "", "41,,Nothing"]) + "\n"


# Files beside the images.
FILES = {"CallBarcodes": {"Barcodes.csv": barcode_table}}

IMAGES_MEASURED = ("MeasureImageIntensity", {"Select images to measure": ", ".join(IMAGES)})
OBJECTS_MEASURED = [
    ("MeasureObjectSizeShape", {"Select object sets to measure": ", ".join(ANY_OBJECTS), "Calculate the Zernike features?": "No"}),
    ("MeasureObjectIntensity", {"Select objects to measure": ", ".join(ANY_OBJECTS), "Select images to measure": "Masked"})]

# Modules that put the image sets of a group together.
OF_ONE_SIZE = ["SaveImages", "CorrectIlluminationCalculate", "MakeProjection"]

# How errors of CellProfiler begin where a module of Cellerate goes on: its page says how.
CRASHES = {
    "DisplayDataOnImage": "ValueError: cannot convert float NaN to integer",
    "Crop": "ValueError: Cropped image is not the same size as the reference image",
    "FilterObjects": "IndexError: index 0 is out of bounds for axis 0 with size 0",
    "SplitOrMergeObjects": r"IndexError: index \d+ is out of bounds for axis 0 with size \d+",
    "RelateObjects": r"IndexError: index \d+ is out of bounds for axis 0 with size \d+",
}

# Modules that stand before a module.
BEFORE = {
    "FlagImage": [IMAGES_MEASURED, *OBJECTS_MEASURED],
    "RescaleIntensity": [IMAGES_MEASURED],
    "Threshold": [IMAGES_MEASURED],
    "ImageMath": [IMAGES_MEASURED],
    "ExpandOrShrinkObjects": [IMAGES_MEASURED],
    "IdentifyPrimaryObjects": [IMAGES_MEASURED],
    "IdentifySecondaryObjects": [IMAGES_MEASURED],
    "RelateObjects": OBJECTS_MEASURED,
    "FilterObjects": OBJECTS_MEASURED,
    "ClassifyObjects": OBJECTS_MEASURED,
    "DisplayDataOnImage": OBJECTS_MEASURED,
    "SplitOrMergeObjects": [("RelateObjects", {"Parent objects": "Nuclei", "Child objects": name})
                            for name in ("Cells", "Rest", "Primary")],
    "CallBarcodes": [*[("ImageMath", {"Operation": "Add", "Select the image": [IMAGES[(cycle + n) % 3], IMAGES[n % 3]],
                                      "Multiply the image by": ["0.%d" % (3 + n + cycle), "0.%d" % (6 - n)],
                                      "Name the output image": image})
                      for cycle, images in enumerate(CYCLE_IMAGES) for n, image in enumerate(images)],
                     ("MeasureObjectIntensity", {"Select images to measure": ", ".join(sum(CYCLE_IMAGES, [])),
                                                 "Select objects to measure": "Foci"})],
    "CalculateMath": [IMAGES_MEASURED, *OBJECTS_MEASURED,
                      ("RelateObjects", {"Parent objects": "Cells", "Child objects": "Nuclei"})],
}
