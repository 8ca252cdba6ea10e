"""Images for random_pipelines.py: cells whose nuclei have the diameter that a pipeline looks for, in as many channels
as it reads."""
import os

import numpy
import scipy.io
import scipy.ndimage
import tifffile

DEEP = 7  # planes of a volume


class Scene:
    """Nuclei and cells of a field of view, and channels drawn on them."""

    def __init__(self, rng, diameter, least_side, deep=False):
        self.rng, self.diameter = rng, diameter
        side = max(int(numpy.clip(9 * diameter, 200, max(480, 4 * diameter))), least_side)
        self.shape = (side, side + 20)
        spacing = max(2.4 * diameter, 9)
        rows, columns = numpy.mgrid[spacing / 2: self.shape[0]: spacing, spacing / 2: self.shape[1]: spacing]
        centers = numpy.stack([rows.ravel(), columns.ravel()], 1)
        centers += rng.uniform(-0.45, 0.45, centers.shape) * spacing
        self.nuclei, self.cells = self.ellipses(centers, 0.4, 0.6), self.ellipses(centers, 0.8, 1.4)
        self.planes = DEEP if deep else None

    def ellipses(self, centers, least, most):
        y, x = numpy.mgrid[: self.shape[0], : self.shape[1]]
        labels = numpy.zeros(self.shape, numpy.uint16)
        radii = self.rng.uniform(least, most, centers.shape) * self.diameter
        for number, ((cy, cx), (ry, rx)) in enumerate(zip(centers, radii), 1):
            labels[(((y - cy) / ry) ** 2 + ((x - cx) / rx) ** 2 <= 1) & (labels == 0)] = number
        present = numpy.unique(labels)
        return numpy.searchsorted(present, labels).astype(numpy.uint16)

    def brightness(self, labels):
        values = self.rng.uniform(0.5, 1, int(labels.max()) + 1)
        values[0] = 0
        return values[labels]

    def spots(self, diameter):
        plane = numpy.zeros(self.shape)
        inside = numpy.argwhere(self.cells > 0)
        for y, x in inside[self.rng.integers(0, len(inside), max(len(inside) // max(int(20 * diameter ** 2), 60), 8))]:
            plane[y, x] = self.rng.uniform(0.5, 1)
        sigma = max(diameter / 4, 0.7)
        return scipy.ndimage.gaussian_filter(plane, sigma) * 2 * numpy.pi * sigma ** 2

    def gray(self, image):
        """A channel in which objects of the sought diameters are brightest; of others, the cells."""
        weights = (0.5, 0.1, 0) if image.diameters else (0.1, 0.35, 0.15)
        small = min(image.diameters, default=0)
        if image.diameters and small < 0.5 * self.diameter:
            weights = (0.05, 0.1, 0.5)
        layers = self.brightness(self.nuclei), self.brightness(self.cells), self.spots(small or self.diameter / 6)
        plane = 0.03 + sum(weight * self.rng.uniform(0.6, 1.2) * layer for weight, layer in zip(weights, layers))
        plane = scipy.ndimage.gaussian_filter(plane, 0.8)
        texture = scipy.ndimage.gaussian_filter(self.rng.standard_normal(self.shape), 1.5)
        return numpy.clip(plane * (1 + 0.3 * texture) + 0.006 * self.rng.standard_normal(self.shape), 0, 1)

    def illumination(self, image):
        y, x = (numpy.linspace(-1, 1, n) for n in self.shape)
        return (1.6 - 0.3 * (y[:, None] - 0.1) ** 2 - 0.3 * (x[None, :] + 0.1) ** 2).astype(numpy.float32)

    def draw(self, image):
        """Pixels as they stand in a file: 16 bits, 8 where in color or black and white, or float."""
        if image.kind == "objects":
            return self.volume(self.cells, lambda plane: plane)
        if image.kind == "binary":
            return self.volume((self.cells > 0).astype(numpy.uint8) * 255, lambda plane: plane)
        if image.kind == "illumination":
            return self.illumination(image)
        if image.kind == "color":
            return numpy.stack([numpy.round(255 * self.gray(image)).astype(numpy.uint8) for _ in range(3)], -1)
        return self.volume(numpy.round(65535 * self.gray(image)).astype(numpy.uint16), self.noisy)

    def noisy(self, plane):
        return numpy.clip(plane * 0.9 + self.rng.uniform(0, 900, plane.shape), 0, 65535).astype(plane.dtype)

    def volume(self, plane, vary):
        return plane if self.planes is None else numpy.stack([vary(plane) for _ in range(self.planes)])


def write_image(path, pixels):
    """In the format that the name asks for."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    ending = os.path.splitext(path)[1].lower()
    if ending == ".npy":
        numpy.save(path, pixels)
    elif ending == ".mat":
        scipy.io.savemat(path, {"Image": pixels})
    elif ending in (".jpg", ".jpeg", ".png", ".bmp"):
        from PIL import Image as Picture
        eight = pixels if pixels.dtype == numpy.uint8 or ending == ".png" else (pixels / 257).astype(numpy.uint8)
        Picture.fromarray(eight).save(path, **({"quality": 95} if ending in (".jpg", ".jpeg") else {}))
    else:
        is_color = pixels.ndim == 3 and pixels.shape[-1] == 3
        tifffile.imwrite(path, pixels, photometric="rgb" if is_color else "minisblack")
