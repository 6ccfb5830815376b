"""Every generated file."""
import avif_files
import damage
import gif_files
import jpeg_files
import png_files
import reported_files
import tiff_files
import webp_files

WRITERS = (jpeg_files, png_files, webp_files, avif_files, gif_files, tiff_files, reported_files, damage)


def specimens():
    found = [s for writer in WRITERS for s in writer.specimens()]
    twice = {s.name for s in found if sum(o.name == s.name for o in found) > 1}
    if twice:
        raise SystemExit(f"two files of one name: {', '.join(sorted(twice))}")
    return found
