package sevennets.kernel;

import java.util.Locale;

/** How far two names are apart. */
final class Distance {
  private Distance() {}

  /** Letters to insert, delete or replace (Levenshtein's), small ones and capitals alike. */
  static int between(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT), b = other.toLowerCase(Locale.ROOT);
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) last[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int[] next = new int[b.length() + 1];
      next[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        next[j] = Math.min(replaced, Math.min(last[j], next[j - 1]) + 1);
      }
      last = next;
    }
    return last[b.length()];
  }
}
