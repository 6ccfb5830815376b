package dev.tintype.cli.plan;

/// Weights of features whose sum comes closest to values, by least squares. Features that depend on
/// one another share their weight. For one thread.
final class LeastSquares {

  /// Keeps the equations solvable, and the weights of features that hardly vary small.
  private static final double RIDGE = 1e-3;

  private final double[][] products;
  private final double[] sums;

  /// @param features how many; the first one is 1 for every value
  LeastSquares(int features) {
    products = new double[features][features];
    sums = new double[features];
  }

  void add(double[] features, double value) {
    for (int row = 0; row < sums.length; row++) {
      sums[row] += features[row] * value;
      for (int column = 0; column < sums.length; column++) {
        products[row][column] += features[row] * features[column];
      }
    }
  }

  /// @return a weight for each feature. There must be a value
  double[] weights() {
    int size = sums.length;
    double[][] rows = new double[size][size + 1];
    for (int row = 0; row < size; row++) {
      System.arraycopy(products[row], 0, rows[row], 0, size);
      rows[row][row] += row == 0 ? 0 : RIDGE * products[0][0];
      rows[row][size] = sums[row];
    }
    for (int pivot = 0; pivot < size; pivot++) {
      for (int row = 0; row < size; row++) {
        if (row != pivot) {
          subtract(rows[row], rows[pivot], pivot);
        }
      }
    }
    double[] weights = new double[size];
    for (int row = 0; row < size; row++) {
      weights[row] = rows[row][size] / rows[row][row];
    }
    return weights;
  }

  private static void subtract(double[] from, double[] pivotRow, int pivot) {
    double factor = from[pivot] / pivotRow[pivot];
    for (int column = pivot; column < from.length; column++) {
      from[column] -= factor * pivotRow[column];
    }
  }
}
