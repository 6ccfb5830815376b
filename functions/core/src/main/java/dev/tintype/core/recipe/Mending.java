package dev.tintype.core.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds every error of a JSON object whose reader stops at the first one. A field at fault is
/// replaced by a valid one, and the next reading shows the next error.
final class Mending {

  /// Longer lists and objects are only read as a whole, because each repair reads all of it. A
  /// valid one is much shorter.
  static final int MOST_PARTS = 64;

  private Mending() {}

  /// An error.
  ///
  /// @param field the field at fault, in the object that was read; empty when it is not known
  /// @param message says what is wrong
  record Fault(String field, String message) {}

  /// Reads an object: empty when it is accepted, else the message of the refusal.
  interface Reader extends Function<ObjectNode, Optional<String>> {}

  /// Repairs an object until the reader accepts it.
  ///
  /// @param object is changed, and accepted afterwards unless the last fault has no field
  /// @param valid an object that the reader accepts, with all required fields
  /// @return what the reader said, in the order of the fields
  static List<Fault> mend(ObjectNode object, ObjectNode valid, Reader reader) {
    List<String> order = names(object);
    List<Fault> said = new ArrayList<>();
    Optional<String> message = reader.apply(object);
    while (message.isPresent()) {
      Optional<String> field = repair(object, valid, reader, message.get());
      said.add(new Fault(field.orElse(""), message.get()));
      message = field.flatMap(_ -> reader.apply(object));
    }
    return sorted(said, order);
  }

  /// Repairs the field at fault: the first one whose repair changes what the reader says. Optional
  /// and unknown fields are tried first, by removing them.
  ///
  /// @return the field; empty when there is none, and the object is unchanged then
  private static Optional<String> repair(
      ObjectNode object, ObjectNode valid, Reader reader, String message) {
    if (object.size() > MOST_PARTS) {
      return Optional.empty();
    }
    List<String> fields = names(object);
    fields.removeIf(valid::has);
    fields.addAll(names(valid));
    for (String field : fields) {
      ObjectNode tried = object.deepCopy();
      tried.remove(field);
      if (valid.has(field)) {
        tried.set(field, valid.get(field));
      } else if (tried.isEmpty()) {
        tried.setAll(valid);
      }
      if (!reader.apply(tried).equals(Optional.of(message))) {
        object.removeAll().setAll(tried);
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /// Sorts by the order of an object's fields. Missing fields come last.
  static List<Fault> sorted(List<Fault> faults, List<String> order) {
    return faults.stream()
        .sorted(
            Comparator.comparingInt(fault ->
                order.contains(fault.field()) ? order.indexOf(fault.field()) : order.size()))
        .toList();
  }
}
