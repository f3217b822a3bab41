namespace AutoValley.Telemetry.Predicates;

/// <summary>A predicate cannot be read. The message begins with where, counted in characters from 1, and says what was expected.</summary>
public sealed class PredicateException(int position, string message) : FormatException($"position {position}: {message}")
{
    /// <summary>Of the first character that does not fit, from 1.</summary>
    public int Position => position;
}
