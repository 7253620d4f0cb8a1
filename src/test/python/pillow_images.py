"""Writes images of every kind that is read, and what Pillow makes of them: the test of Java's decoding.

    pillow_images.py OUT.zip

Each file lies in the archive under its name, and under NAME.rgb, if Pillow reads it, height and width (two bytes
each, big-endian) and the pixels of its convert("RGB"). One with an orientation tag has those of ImageOps.exif_transpose
under NAME.upright as well. Needs pillow and numpy; made with Pillow 13.0.
"""

import io
import struct
import sys
import zipfile
import zlib

import numpy as np
from PIL import Image, ImageCms, ImageOps

HEIGHT, WIDTH = 27, 41
FIXED = (1980, 1, 1, 0, 0, 0)

files: dict[str, bytes] = {}


def photograph(height: int = HEIGHT, width: int = WIDTH, phase: int = 0) -> Image.Image:
    """Waves with a little noise, a block of one colour, and edges that no filter blurs."""
    y, x = np.mgrid[0:height, 0:width]
    waves = np.stack(
        [128 + 100 * np.sin(x / 7 + phase), 128 + 90 * np.cos((x + y) / 9), 2 * y + x % 50], -1
    )
    pixels = (
        (waves + np.random.default_rng(phase).normal(0, 8, waves.shape))
        .clip(0, 255)
        .astype("uint8")
    )
    pixels[height // 2 : height - 4, width // 2 : width - 6] = (10, 200, 90)
    return Image.fromarray(pixels)


def save(name: str, image: Image.Image, **options) -> bytes:
    out = io.BytesIO()
    image.save(
        out,
        {"jpg": "JPEG", "tif": "TIFF"}.get(name.rsplit(".")[-1], name.rsplit(".")[-1].upper()),
        **options,
    )
    files[name] = out.getvalue()
    return files[name]


def jpegs(image: Image.Image, profile: bytes) -> None:
    for quality in (30, 75, 100):
        for subsampling in (0, 1, 2):
            save(f"q{quality}-s{subsampling}.jpg", image, quality=quality, subsampling=subsampling)
    save("progressive.jpg", image, progressive=True)
    save("progressive-444.jpg", image, progressive=True, subsampling=0)
    save("restarts.jpg", image, restart_marker_blocks=2)
    save("grey.jpg", image.convert("L"))
    save("stored-rgb.jpg", image, keep_rgb=True, quality=95)
    for name, icc in {"srgb": profile, "lab": lab_profile(), "junk": b"junk" * 50}.items():
        save(f"profile-{name}.jpg", image, icc_profile=icc)
    save("profile-rgb-of-grey.jpg", image.convert("L"), icc_profile=profile)
    rotated = Image.Exif()
    rotated[0x112] = 6
    save("rotated.jpg", image, exif=rotated)
    whole = save("whole.jpg", image, quality=90)
    full = save("whole-444.jpg", image, quality=90, subsampling=0)
    bare = full[:2] + full[4 + struct.unpack(">H", full[4:6])[0] :]
    files["no-jfif.jpg"] = bare
    files["no-jfif-ids-012.jpg"] = with_ids(bare, (0, 1, 2))
    files["no-jfif-ids-rgb.jpg"] = with_ids(bare, b"RGB")
    files["adobe-0.jpg"] = bare[:2] + adobe(0) + bare[2:]
    files["adobe-1.jpg"] = bare[:2] + adobe(1) + bare[2:]
    files["jfif-and-adobe-0.jpg"] = full[:20] + adobe(0) + full[20:]
    files["more-behind-it.jpg"] = whole + b"a film, say" * 500
    files["extraneous-bytes.jpg"] = whole[:-2] + b"\0\0\x17\x11" + whole[-2:]
    files["padded-markers.jpg"] = whole[:2] + b"\xff\xff\xff" + whole[2:]
    files["profile-cut-short.jpg"] = whole[:2] + b"\xff\xe2\0\x10ICC_PROFILE\0\x07\x02" + whole[2:]
    files["grey-end.jpg"] = whole[: len(whole) * 3 // 4] + b"\xff\xd9"
    files["no-end-marker.jpg"] = whole[:-2]
    files["cut.jpg"] = whole[: len(whole) * 3 // 4]
    inks = save("inks.jpg", image.convert("CMYK"), quality=95)
    at = inks.index(b"Adobe")
    files["inks-without-adobe.jpg"] = inks[: at - 4] + inks[at + 12 :]
    files["inks-as-luminance.jpg"] = inks[: at + 11] + b"\2" + inks[at + 12 :]


def turned(image: Image.Image) -> None:
    """Every orientation, in every format that has such a tag, and in both orders of bytes."""
    small = image.crop((0, 0, 23, 13))
    for number in range(1, 9):
        tag = with_orientation(number)
        save(f"turned-{number}.jpg", small, exif=tag, quality=95, subsampling=0)
    save("turned.png", small, exif=with_orientation(5))
    save("turned.webp", small, exif=with_orientation(7), lossless=True)
    save("turned.tif", small, tiffinfo={0x112: 6})
    save("turned-to-nowhere.jpg", small, exif=with_orientation(9))
    whole = files["turned-6.jpg"]
    little = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    segment = b"\xff\xe1" + struct.pack(">H", len(little) + 2) + little
    start = whole.index(b"\xff\xe1")
    end = start + 2 + struct.unpack(">H", whole[start + 2 : start + 4])[0]
    files["turned-little-endian.jpg"] = whole[:start] + segment + whole[end:]


def with_orientation(number: int) -> Image.Exif:
    tag = Image.Exif()
    tag[0x112] = number
    return tag


def adobe(transform: int) -> bytes:
    return b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0" + bytes([transform])


def with_ids(jpeg: bytes, ids) -> bytes:
    """Other component identifiers, in the frame's header and in the scan's."""
    changed = bytearray(jpeg)
    frame, scan = jpeg.index(b"\xff\xc0"), jpeg.index(b"\xff\xda")
    for component, identifier in enumerate(ids):
        changed[frame + 10 + 3 * component] = identifier
        changed[scan + 5 + 2 * component] = identifier
    return bytes(changed)


def lab_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(colour: int, bits: int, width: int, height: int, rows: bytes, interlaced: int = 0) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def rows(pixels: np.ndarray) -> bytes:
    return b"".join(b"\0" + line.tobytes() for line in pixels)


def pngs(image: Image.Image, profile: bytes) -> None:
    random = np.random.default_rng(1)
    clear = image.convert("RGBA")
    clear.putalpha(Image.fromarray(random.integers(0, 256, (HEIGHT, WIDTH), dtype="uint8")))
    grey_clear = image.convert("L").convert("LA")
    for mode in ("1", "L", "P", "RGB"):
        save(f"{mode}.png", image.convert(mode))
    save("RGBA.png", clear)
    save("LA.png", grey_clear)
    for colours in (2, 4, 16, 200):
        save(f"palette-{colours}.png", image.convert("P", palette=Image.ADAPTIVE, colors=colours))
    save(
        "palette-clear.png", image.convert("P", palette=Image.ADAPTIVE, colors=200), transparency=3
    )
    save("grey-clear.png", image.convert("L"), transparency=40)
    save("rgb-clear.png", image, transparency=(10, 200, 90))
    save("profile-srgb.png", image, icc_profile=profile)
    save("profile-junk.png", image, icc_profile=b"junk" * 50)
    save("profile-rgb-of-grey.png", image.convert("L"), icc_profile=profile)
    for bits in (1, 2, 4):
        packed = random.integers(0, 256, (12, 32 * bits // 8), dtype="uint8")
        files[f"grey-{bits}.png"] = png(0, bits, 32, 12, rows(packed))
    deep = np.asarray(image).astype(">u2") * 257
    files["rgb-16.png"] = png(2, 16, WIDTH, HEIGHT, rows(deep))
    files["rgba-16.png"] = png(6, 16, WIDTH, HEIGHT, rows(np.dstack([deep, deep[..., 0]])))
    files["grey-alpha-16.png"] = png(4, 16, WIDTH, HEIGHT, rows(deep[..., :2]))
    files["grey-16.png"] = png(0, 16, WIDTH, HEIGHT, rows(deep[..., 0]))
    small = np.asarray(image)[:17, :23]
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    woven = b"".join(rows(np.ascontiguousarray(small[y::dy, x::dx])) for x, y, dx, dy in passes)
    files["interlaced.png"] = png(2, 8, 23, 17, woven, 1)
    plain = files["RGB.png"]
    files["gamma.png"] = plain[:33] + chunk(b"gAMA", struct.pack(">I", 100000)) + plain[33:]
    files["cut.png"] = plain[: len(plain) // 2]


def gif(screen: tuple[int, int], place: tuple[int, int], background: int = 0, **options) -> bytes:
    drawn = Image.new("P", (20, 15))
    drawn.putdata([(x * 7 + y * 3) % 4 for y in range(15) for x in range(20)])
    drawn.putpalette([200, 10, 10, 10, 220, 10, 10, 10, 240, 250, 250, 20] + [0] * 756)
    out = io.BytesIO()
    drawn.save(out, "GIF", optimize=False, **options)
    changed = bytearray(out.getvalue())
    changed[6:10] = struct.pack("<HH", *screen)
    changed[11] = background
    at = changed.index(b"\x2c", 13 + 3 * 2 ** ((changed[10] & 7) + 1))
    changed[at + 1 : at + 5] = struct.pack("<HH", *place)
    return bytes(changed)


def gifs(image: Image.Image) -> None:
    palette = image.convert("P", palette=Image.ADAPTIVE, colors=100)
    whole = save("plain.gif", palette)
    save("interlaced.gif", palette, interlace=1)
    save("clear.gif", palette, transparency=3)
    save("frames.gif", palette, save_all=True, append_images=[photograph(phase=5).convert("P")])
    files["part-of-screen.gif"] = gif((40, 30), (5, 7))
    files["part-of-screen-2.gif"] = gif((40, 30), (5, 7), 2)
    files["part-of-clear-screen.gif"] = gif((40, 30), (5, 7), 2, transparency=1)
    files["beyond-screen.gif"] = gif((10, 10), (0, 0))
    files["cut.gif"] = whole[: len(whole) // 2]


def bitmaps(image: Image.Image) -> None:
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        save(f"{mode}.bmp", image.convert(mode))
    whole = files["RGB.bmp"]
    files["cut.bmp"] = whole[: len(whole) // 2]
    files["top-down.bmp"] = whole[:22] + struct.pack("<i", -HEIGHT) + whole[26:]
    files["555.bmp"] = bitmap_16(b"")
    files["565.bmp"] = bitmap_16(struct.pack("<III", 0xF800, 0x7E0, 0x1F))
    palette = b"".join(bytes([i * 40 % 256, i * 90 % 256, i * 17, 0]) for i in range(15))
    runs = b"".join(bytes([6, y, 6, y + 5, 0, 0]) for y in range(6)) + b"\0\1"
    header = struct.pack("<IiiHHIIiiII", 40, 12, 6, 1, 8, 1, len(runs), 0, 0, 15, 0) + palette
    files["run-lengths.bmp"] = bitmap(header, runs)


def bitmap_16(masks: bytes) -> bytes:
    pixels = (
        np.random.default_rng(2)
        .integers(0, 2**16, (12, 20), dtype="uint16")
        .astype("<u2")
        .tobytes()
    )
    compression = 3 if masks else 0
    header = struct.pack("<IiiHHIIiiII", 40, 20, 12, 1, 16, compression, len(pixels), 0, 0, 0, 0)
    return bitmap(header + masks, pixels)


def bitmap(header: bytes, pixels: bytes) -> bytes:
    offset = 14 + len(header)
    return b"BM" + struct.pack("<IHHI", offset + len(pixels), 0, 0, offset) + header + pixels


def tiff(
    pixels: np.ndarray, photometric: int, sample_format: int = 1, planar: int = 1, wide=(273, 279)
) -> bytes:
    """One uncompressed strip, or one a band; the numbers in the array's own order of bytes.

    The fields in `wide`, by right the strips' offsets and lengths, have numbers of 32 bits, the others of 16.
    """

    def size(tag: int) -> int:
        return 4 if tag in wide else 2

    order = ">" if pixels.dtype.byteorder == ">" else "<"
    height, width, bands = pixels.shape
    bits = 8 * pixels.itemsize
    strips = bands if planar == 2 else 1
    data = (pixels.transpose(2, 0, 1) if planar == 2 else pixels).tobytes()
    length = len(data) // strips
    tags = {
        256: [width], 257: [height], 258: [bits] * bands, 259: [1], 262: [photometric], 273: [0] * strips,
        277: [bands], 278: [height], 279: [length] * strips, 284: [planar], 339: [sample_format] * bands,
    }  # fmt: skip
    place = 8 + 2 + 12 * len(tags) + 4
    offset = place + sum(size(tag) * len(v) for tag, v in tags.items() if size(tag) * len(v) > 4)
    tags[273] = [offset + i * length for i in range(strips)]
    entries, beside = b"", b""
    for tag, values in tags.items():
        packed = struct.pack(f"{order}{len(values)}{'I' if size(tag) == 4 else 'H'}", *values)
        entries += struct.pack(order + "HHI", tag, 4 if size(tag) == 4 else 3, len(values))
        if len(packed) <= 4:
            entries += packed.ljust(4, b"\0")
        else:
            entries += struct.pack(order + "I", place + len(beside))
            beside += packed
    start = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IH", 8, len(tags))
    return start + entries + bytes(4) + beside + data


def tiffs(image: Image.Image, profile: bytes) -> None:
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        save(f"rgb-{compression}.tif", image, compression=compression)
        save(f"grey-{compression}.tif", image.convert("L"), compression=compression)
    for mode in ("1", "P", "RGBA", "CMYK", "LA", "YCbCr", "F", "I"):
        save(f"{mode}.tif", image.convert(mode))
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    save("lab.tif", ImageCms.applyTransform(image, to_lab))
    save("fax.tif", image.convert("1"), compression="group4")
    save("pages.tif", image, save_all=True, append_images=[photograph(phase=4)])
    save("predictor.tif", image, compression="tiff_lzw", tiffinfo={317: 2})
    save("profile-junk.tif", image, icc_profile=b"junk" * 50)
    save("profile-rgb-of-grey.tif", image.convert("L"), icc_profile=profile)
    pixels = np.asarray(image)
    grey = pixels[..., :1]
    files["planes.tif"] = tiff(pixels, 2, planar=2)
    files["white-is-0.tif"] = tiff(grey, 0)
    every = (256, 257, 258, 259, 262, 273, 277, 278, 279, 284, 339)
    for order in "<>":
        ends = "le" if order == "<" else "be"
        files[f"wide-fields-{ends}.tif"] = tiff(pixels.astype(order + "u1"), 2, wide=every)
        files[f"wide-fields-16{ends}.tif"] = tiff(
            grey.repeat(3, 2).astype(order + "u2") * 257, 2, wide=every
        )
    files["wide-bits-of-grey.tif"] = tiff(grey, 1, wide=(258, 273, 279))
    for order in "<>":
        files[f"rgb-16{'le' if order == '<' else 'be'}.tif"] = tiff(
            pixels.astype(order + "u2") * 257, 2
        )
    files["grey-16.tif"] = tiff(grey.astype("<u2") * 257, 1)
    files["grey-32.tif"] = tiff(grey.astype("<u4"), 1)
    files["signed-16.tif"] = tiff(grey.astype("<i2"), 1, 2)
    files["float-16.tif"] = tiff(grey.astype("<f2"), 1, 3)
    files["float-32.tif"] = tiff(pixels.astype("<f4") / 255, 2, 3)
    files["float-64.tif"] = tiff(grey.astype("<f8"), 1, 3)
    files["cut.tif"] = files["rgb-raw.tif"][:2000]


def webps(image: Image.Image, profile: bytes) -> None:
    clear = Image.open(io.BytesIO(files["RGBA.png"]))
    for quality in (20, 60, 95):
        save(f"q{quality}.webp", image, quality=quality)
    save("lossless.webp", image, lossless=True)
    save("clear.webp", clear, quality=80)
    save("clear-lossless.webp", clear, lossless=True, exact=True)
    save("grey.webp", image.convert("L"), quality=90)
    save("profile.webp", image, icc_profile=profile, quality=90)
    frames = [photograph(phase=5)]
    save("frames.webp", image, save_all=True, append_images=frames, duration=100, quality=70)
    save(
        "frames-lossless.webp",
        image,
        save_all=True,
        append_images=frames,
        duration=100,
        lossless=True,
    )
    files["cut.webp"] = files["q95.webp"][:300]


def expected(data: bytes) -> bytes | None:
    try:
        with Image.open(io.BytesIO(data)) as image:
            return pixels_of(image)
    except (OSError, ValueError):
        return None


def pixels_of(image: Image.Image) -> bytes:
    rgb = image.convert("RGB")
    return struct.pack(">HH", rgb.height, rgb.width) + rgb.tobytes()


def upright(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return pixels_of(ImageOps.exif_transpose(image))


def main(out: str) -> None:
    image = photograph()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    jpegs(image, profile)
    turned(image)
    pngs(image, profile)
    gifs(image)
    bitmaps(image)
    tiffs(image, profile)
    webps(image, profile)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, FIXED), data, zipfile.ZIP_DEFLATED)
            rgb = expected(data)
            if rgb:
                archive.writestr(zipfile.ZipInfo(name + ".rgb", FIXED), rgb, zipfile.ZIP_DEFLATED)
            if name.startswith("turned"):
                archive.writestr(
                    zipfile.ZipInfo(name + ".upright", FIXED), upright(data), zipfile.ZIP_DEFLATED
                )


if __name__ == "__main__":
    main(*sys.argv[1:])
