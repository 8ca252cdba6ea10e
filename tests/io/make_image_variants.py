#!/usr/bin/env python3
"""Writes image files of many variants with tifffile and Pillow, and beside each F the pixels a reader must give, F.npy.

usage: make_image_variants.py FOLDER        exit code 77: a Python package is missing

What is expected is what Bio-Formats gives CellProfiler 4.2.8: values are never stretched, MinIsWhite and CMYK are
inverted, palettes resolved unless they map every index to itself, a fourth channel dropped.
"""
import os
import struct
import sys
import zlib

try:
    import numpy as np
    import tifffile
    from PIL import Image
except ImportError as error:
    print(error)
    sys.exit(77)

HEIGHT, WIDTH = 37, 53
random = np.random.RandomState(1)


def noise(dtype, *shape):
    """Random values over the whole range of an integer type, or from 0 to 1."""
    shape = shape or (HEIGHT, WIDTH)
    if np.dtype(dtype).kind == "f":
        return random.rand(*shape).astype(dtype)
    limits = np.iinfo(dtype)
    return random.randint(limits.min, int(limits.max) + 1, shape, dtype=dtype)


def expect(name, pixels):
    np.save(name + ".npy", np.ascontiguousarray(pixels))


def tiff(name, pixels, expected=None, **options):
    tifffile.imwrite(name, pixels, **options)
    expect(name, pixels if expected is None else expected)


def pillow(name, image, expected=None, **options):
    image.save(name, **options)
    expect(name, np.asarray(image) if expected is None else expected)


def pixel_types():
    for code in ("u1", "i1", "u2", "i2", "u4", "i4", "f4", "f8"):
        pixels = noise(code)
        tiff("type_%s.tif" % code, pixels)
        tiff("type_%s_big_endian.tif" % code, pixels, byteorder=">")
    half = noise("f2")
    tiff("type_f2.tif", half, half.astype("f4"))
    tiff("bigtiff.tif", noise("u2"), bigtiff=True)


def blocks_and_compressions():
    pixels = noise("u2")
    tiff("strips.tif", pixels, rowsperstrip=5)
    tiff("tiles.tif", pixels, tile=(16, 16))
    tiff("tiles_deflate.tif", pixels, tile=(16, 32), compression="zlib")
    for compression in ("tiff_lzw", "packbits", "tiff_adobe_deflate", "tiff_deflate"):
        for code, shape in (("u1", ()), ("u2", ()), ("u1", (HEIGHT, WIDTH, 3))):
            name = "%s_%s_%d.tif" % (compression, code, len(shape))
            pillow(name, Image.fromarray(noise(code, *shape)), compression=compression)
    ramp = (np.add.outer(np.arange(HEIGHT) * 300, np.arange(WIDTH) * 200)).astype("u2")
    for compression in ("tiff_lzw", "tiff_adobe_deflate"):
        pillow(compression + "_predictor.tif", Image.fromarray(ramp), compression=compression, tiffinfo={317: 2})
    grey = Image.fromarray((ramp >> 8).astype("u1"))
    grey.save("jpeg_reference.jpg", quality=75)
    pillow("jpeg.tif", grey, np.asarray(Image.open("jpeg_reference.jpg")), compression="jpeg", quality=75)


def channels():
    for code in ("u1", "u2"):
        rgb = noise(code, HEIGHT, WIDTH, 3)
        planes = np.moveaxis(rgb, 2, 0).copy()
        tiff("rgb_%s.tif" % code, rgb, photometric="rgb")
        tiff("rgb_%s_big_endian.tif" % code, rgb, photometric="rgb", byteorder=">")
        tiff("rgb_%s_separate.tif" % code, planes, rgb, photometric="rgb", planarconfig="separate")
        tiff("rgb_%s_separate_tiles.tif" % code, planes, rgb, photometric="rgb", planarconfig="separate", tile=(16, 16))
    rgba = noise("u1", HEIGHT, WIDTH, 4)
    tiff("rgba.tif", rgba, rgba[..., :3], photometric="rgb", extrasamples=["unassalpha"])
    two = noise("u1", HEIGHT, WIDTH, 2)
    padded = np.dstack([two, np.zeros((HEIGHT, WIDTH), "u1")])
    tiff("two_samples.tif", two, padded, photometric="minisblack", planarconfig="contig")
    five = noise("u2", HEIGHT, WIDTH, 5)
    tiff("five_samples.tif", five, five[..., :3], photometric="minisblack", planarconfig="contig")


def photometrics():
    for code, highest in (("u1", 255), ("u2", 65535), ("u4", 2**32 - 1)):
        pixels = noise(code)
        tiff("white_%s.tif" % code, pixels, (highest - pixels).astype(code), photometric="miniswhite")
    index, colours = noise("u1"), noise("u2", 3, 256) | 256
    tiff("palette.tif", index, (colours[:, index] >> 8).transpose(1, 2, 0).astype("u1"), photometric="palette",
         colormap=colours)
    tiff("palette_grey.tif", index, photometric="palette", colormap=np.stack([np.arange(256) * 257] * 3).astype("u2"))
    bits = noise("u1") > 100
    tiff("bilevel.tif", bits, bits.astype("u1"), photometric="minisblack")
    tiff("bilevel_white.tif", bits, (~bits).astype("u1"), photometric="miniswhite")


def series():
    stack = noise("u2", 6, HEIGHT, WIDTH)
    tiff("pages.tif", stack, stack[0], photometric="minisblack")
    hyperstack = stack.reshape(1, 3, 2, HEIGHT, WIDTH)
    tiff("imagej.tif", hyperstack, np.dstack([stack[0], stack[1]]), imagej=True, metadata={"axes": "TZCYX"})
    tiff("channels.ome.tif", stack, stack[0], photometric="minisblack", metadata={"axes": "CYX"})
    with tifffile.TiffWriter("thumbnail.tif") as writer:
        writer.write(stack[0, ::4, ::4].copy(), subfiletype=1, metadata=None)
        writer.write(stack[1], metadata=None)
    expect("thumbnail.tif", stack[1])


def png_chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_of_16_bits(name, pixels):
    """Pillow has no RGB of 16 bits."""
    colour_type = {1: 0, 3: 2, 4: 6}[pixels.shape[2]]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, colour_type, 0, 0, 0)
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(rows)) +
                   png_chunk(b"IEND", b""))
    expect(name, pixels[..., :3].squeeze())


def other_formats():
    rgb, rgba = noise("u1", HEIGHT, WIDTH, 3), noise("u1", HEIGHT, WIDTH, 4)
    indexed = Image.fromarray(rgb).quantize(12)
    colours = np.asarray(indexed.convert("RGB"))
    for ending in ("png", "bmp"):
        pillow("grey." + ending, Image.fromarray(noise("u1")))
        pillow("rgb." + ending, Image.fromarray(rgb))
        pillow("rgba." + ending, Image.fromarray(rgba), rgba[..., :3])
        pillow("palette." + ending, indexed, colours)
    pillow("palette_4_bits.png", indexed, colours, bits=4)
    pillow("grey_16.png", Image.fromarray(noise("u2")))
    for count in (1, 3, 4):
        png_of_16_bits("channels_16_%d.png" % count, noise("u2", HEIGHT, WIDTH, count))
    for subsampling in (0, 1, 2):
        name = "rgb_%d.jpg" % subsampling
        Image.fromarray(rgb).resize((WIDTH * 4, HEIGHT * 4), Image.BICUBIC).save(name, subsampling=subsampling)
        expect(name, np.asarray(Image.open(name)))


def main():
    os.makedirs(sys.argv[1], exist_ok=True)
    os.chdir(sys.argv[1])
    for make in (pixel_types, blocks_and_compressions, channels, photometrics, series, other_formats):
        make()
    os.remove("jpeg_reference.jpg")


if __name__ == "__main__":
    main()
