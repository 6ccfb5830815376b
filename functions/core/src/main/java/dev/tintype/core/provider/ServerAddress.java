package dev.tintype.core.provider;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of an address `SCHEME://USER@HOST:PORT,HOST:PORT/PLACE?NAME=VALUE&…` of a service on
/// one or several servers. An address never holds a password, because addresses appear in logs.
///
/// @param shown the address as complaints name it, without what looks like a password
/// @param user who connects; absent when the address names nobody
/// @param hosts the servers; empty when the address names none
/// @param place what the service calls its part, such as a database; absent when not named
/// @param parameters what stands behind the `?`, decoded, by name
public record ServerAddress(
    String shown,
    Optional<String> user,
    List<HostPort> hosts,
    Optional<String> place,
    Map<String, String> parameters) {

  private static final String START = "//";

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+\\])(:([0-9]{1,5}))?");

  /// A user, a colon and what is no port, up to the last at sign.
  private static final Pattern PASSWORD =
      Pattern.compile("(//[^/@:?]*:)(?![0-9]{1,5}(?:[/?,]|$)).*@");

  private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(password=)[^&]*");

  /// Copies the collections.
  public ServerAddress {
    hosts = List.copyOf(hosts);
    parameters = Map.copyOf(parameters);
  }

  /// A server.
  ///
  /// @param host its name or number, an IPv6 number in brackets
  /// @param port from 1 to 65,535
  public record HostPort(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /// How the addresses of one scheme are written.
  ///
  /// @param forms for people, such as `redis://USER@HOST:PORT`
  /// @param port of a host without one
  /// @param parameters the known ones
  /// @param passwordAdvice completes `put the password into`, such as `a file and add
  ///   password-file=FILE`
  public record Form(List<String> forms, int port, Set<String> parameters, String passwordAdvice) {
    /// Copies the collections.
    public Form {
      forms = List.copyOf(forms);
      parameters = Set.copyOf(parameters);
    }
  }

  /// @param address begins with a scheme and a colon
  /// @throws InvalidAddress when a part is unknown or wrong; it names no password
  public static ServerAddress parse(String address, Form form) {
    String shown =
        PASSWORD_PARAMETER.matcher(PASSWORD.matcher(address).replaceAll("$1…@")).replaceAll("$1…");
    if (PASSWORD.matcher(address).find()) {
      throw new InvalidAddress(
          shown,
          "has a password, but addresses appear in logs: put the password into "
              + form.passwordAdvice());
    }
    int colon = address.indexOf(':');
    String rest = address.substring(colon + 1);
    if (!rest.isEmpty() && !rest.startsWith(START)) {
      throw new InvalidAddress(shown, form.forms());
    }
    return new Reader(shown, address.substring(0, colon), form)
        .read(rest.isEmpty() ? "" : rest.substring(START.length()));
  }

  /// @return a complaint about this address
  /// @param problem completes a sentence that begins with the address; without a full stop
  public InvalidAddress wrong(String problem) {
    return new InvalidAddress(shown, problem);
  }

  /// @return a parameter's value, if it is there
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /// @return a parameter that is a number; `usual` when it is not there
  /// @throws InvalidAddress when it is no number from `least` to `most`
  public int number(String name, int least, int most, int usual) {
    String text = parameters.getOrDefault(name, Integer.toString(usual));
    if (!text.matches("[0-9]{1,9}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw wrong("has %s=%s, which is no number from %d to %d".formatted(name, text, least, most));
    }
    return Integer.parseInt(text);
  }

  /// @return whether a parameter is `true`; false when it is not there
  /// @throws InvalidAddress when it is neither `true` nor `false`
  public boolean flag(String name) {
    String text = parameters.getOrDefault(name, "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong("has " + name + "=" + text + ", which is neither true nor false");
    }
    return text.equals("true");
  }

  /// Reads hosts that stand in a setting of their own or in a parameter.
  ///
  /// @param text hosts, separated by commas, each with or without a port
  /// @param port of a host without one
  /// @throws InvalidAddress when a host or port is wrong
  public List<HostPort> hosts(String text, int port) {
    return hosts(shown, text, port);
  }

  private static List<HostPort> hosts(String shown, String text, int usualPort) {
    List<HostPort> hosts = new ArrayList<>();
    for (String host : text.split(",", -1)) {
      Matcher matcher = HOST.matcher(host);
      if (!matcher.matches()) {
        throw new InvalidAddress(
            shown,
            "has '"
                + host
                + "' in the place of a host; a socket's folder cannot be used, only TCP");
      }
      int port = matcher.group(3) == null ? usualPort : Integer.parseInt(matcher.group(3));
      if (port < 1 || port > 65_535) {
        throw new InvalidAddress(shown, "has the port " + port + ", which is not from 1 to 65535");
      }
      hosts.add(new HostPort(matcher.group(1), port));
    }
    return hosts;
  }

  /// Reads one address.
  ///
  /// @param shown the address as complaints name it
  /// @param scheme its scheme
  /// @param form how it is written
  private record Reader(String shown, String scheme, Form form) {

    ServerAddress read(String rest) {
      String[] halves = rest.split("\\?", 2);
      Map<String, String> parameters = halves.length == 1 ? Map.of() : parameters(halves[1]);
      String[] places = halves[0].split("/", 2);
      int at = places[0].lastIndexOf('@');
      String hosts = places[0].substring(at + 1);
      return new ServerAddress(
          shown,
          part(at < 0 ? "" : places[0].substring(0, at)),
          hosts.isEmpty() ? List.of() : hosts(shown, hosts, form.port()),
          part(places.length == 1 ? "" : places[1]),
          parameters);
    }

    private Optional<String> part(String text) {
      return Optional.of(decoded(text)).filter(part -> !part.isEmpty());
    }

    private String decoded(String text) {
      try {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        InvalidAddress wrong = wrong("has a '%' that begins no encoded character");
        wrong.initCause(e);
        throw wrong;
      }
    }

    private Map<String, String> parameters(String text) {
      Map<String, String> found = new HashMap<>();
      for (String pair : text.split("&", -1)) {
        String name = pair.split("=", 2)[0];
        if (!form.parameters().contains(name)) {
          throw wrong(
              "has an unknown parameter '"
                  + name
                  + "': "
                  + scheme
                  + " knows "
                  + String.join(", ", form.parameters().stream().sorted().toList()));
        }
        String value = decoded(pair.substring(Math.min(name.length() + 1, pair.length())));
        if (value.isEmpty()) {
          throw wrong("has the parameter " + name + " without a value");
        }
        if (found.put(name, value) != null) {
          throw wrong("has the parameter " + name + " twice");
        }
      }
      return found;
    }

    private InvalidAddress wrong(String problem) {
      return new InvalidAddress(shown, problem);
    }
  }
}
