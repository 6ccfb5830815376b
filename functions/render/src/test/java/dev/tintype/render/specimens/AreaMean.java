package dev.tintype.render.specimens;

/// Reduces a picture by the simplest method: the mean of the covered area.
final class AreaMean {

  private final Picture from;
  private final int width;
  private final int height;

  AreaMean(Picture from, int width, int height) {
    this.from = from;
    this.width = width;
    this.height = height;
  }

  Picture picture() {
    return Picture.paint(width, height, this::mean);
  }

  private int mean(int x, int y) {
    double left = (double) x * from.width() / width;
    double right = (double) (x + 1) * from.width() / width;
    double top = (double) y * from.height() / height;
    double bottom = (double) (y + 1) * from.height() / height;
    double[] sum = new double[4];
    double area = 0;
    for (int row = (int) top; row < Math.min(from.height(), Math.ceil(bottom)); row++) {
      double tall = Math.min(row + 1, bottom) - Math.max(row, top);
      for (int column = (int) left; column < Math.min(from.width(), Math.ceil(right)); column++) {
        double weight = tall * (Math.min(column + 1, right) - Math.max(column, left));
        int argb = from.at(column, row);
        double opaque = weight * (argb >>> 24);
        sum[0] += opaque * (argb >> 16 & 0xff);
        sum[1] += opaque * (argb >> 8 & 0xff);
        sum[2] += opaque * (argb & 0xff);
        sum[3] += opaque;
        area += weight;
      }
    }
    if (sum[3] == 0) {
      return 0;
    }
    int alpha = (int) Math.round(sum[3] / area);
    int rgb = Picture.rgb(sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]);
    return (rgb & 0xffffff) | alpha << 24;
  }
}
