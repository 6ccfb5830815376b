package dev.tintype.core.flow.relocate;

/// The names of the boundaries between two steps of a move of files. The command may die at each.
final class Boundaries {

  /// The storage that is filled will be cleared of what was deleted since an earlier move, as soon
  /// as every host deletes there too.
  static final String CLEARING = "relocate.clearing";

  /// The move was announced, and not every host has acknowledged it.
  static final String ANNOUNCED = "relocate.announced";

  /// New files go to the storage that is filled, as soon as hosts notice it.
  static final String SWITCHED = "relocate.switched";

  /// Every host writes to the storage that is filled.
  static final String SETTLED = "relocate.settled";

  /// One file was copied, and the old storage was not looked at again.
  static final String COPIED = "relocate.copied";

  /// All files were copied, and hosts still use both storages.
  static final String EQUAL = "relocate.equal";

  /// Hosts use only the storage that was filled, as soon as they notice it.
  static final String FINISHED = "relocate.finished";

  private Boundaries() {}
}
