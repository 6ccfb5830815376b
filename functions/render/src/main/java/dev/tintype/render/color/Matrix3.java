package dev.tintype.render.color;

/// A 3 × 3 matrix.
///
/// @param rows nine numbers, row by row; not copied
@SuppressWarnings("ArrayRecordComponent")
record Matrix3(double[] rows) {

  private static final double SINGULAR = 1e-6;

  static Matrix3 ofColumns(double[] first, double[] second, double[] third) {
    double[] rows = new double[9];
    for (int i = 0; i < 3; i++) {
      rows[3 * i] = first[i];
      rows[3 * i + 1] = second[i];
      rows[3 * i + 2] = third[i];
    }
    return new Matrix3(rows);
  }

  static Matrix3 diagonal(double[] values) {
    return new Matrix3(new double[] {values[0], 0, 0, 0, values[1], 0, 0, 0, values[2]});
  }

  Matrix3 times(Matrix3 right) {
    double[] product = new double[9];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        for (int i = 0; i < 3; i++) {
          product[3 * row + column] += rows[3 * row + i] * right.rows[3 * i + column];
        }
      }
    }
    return new Matrix3(product);
  }

  double[] times(double[] vector) {
    double[] product = new double[3];
    for (int row = 0; row < 3; row++) {
      for (int i = 0; i < 3; i++) {
        product[row] += rows[3 * row + i] * vector[i];
      }
    }
    return product;
  }

  boolean invertible() {
    return Math.abs(determinant()) > SINGULAR;
  }

  Matrix3 inverse() {
    double scale = 1 / determinant();
    double[] inverse = new double[9];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        inverse[3 * column + row] = scale * cofactor(row, column);
      }
    }
    return new Matrix3(inverse);
  }

  private double determinant() {
    return rows[0] * cofactor(0, 0) + rows[1] * cofactor(0, 1) + rows[2] * cofactor(0, 2);
  }

  /// Row and column indices wrap around, so each cofactor gets its sign without an extra step.
  private double cofactor(int row, int column) {
    int below = 3 * ((row + 1) % 3);
    int last = 3 * ((row + 2) % 3);
    int right = (column + 1) % 3;
    int far = (column + 2) % 3;
    return rows[below + right] * rows[last + far] - rows[below + far] * rows[last + right];
  }
}
