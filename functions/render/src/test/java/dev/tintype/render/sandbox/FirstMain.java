package dev.tintype.render.sandbox;

final class FirstMain {
  private FirstMain() {}

  public static void main(String[] arguments) {
    System.out.println(SelfConfinement.enter(JailTerms.parse(arguments[0])));
  }
}
