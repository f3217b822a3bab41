namespace AutoValley.Site;

/// <summary>Who does something, when, and what he says about it.</summary>
/// <param name="Person">His name, as it goes into the audit list.</param>
/// <param name="Note">Free text; empty for nothing.</param>
/// <param name="Time">Now, Unix nanoseconds.</param>
public readonly record struct PersonAction(string Person, string Note, long Time);
