namespace AutoValley.Edge.Doctor;

/// <summary>How a check ended.</summary>
internal enum Verdict
{
    Fine,

    /// <summary>It works, but somebody should know.</summary>
    Doubtful,

    /// <summary>It does not work.</summary>
    Broken,
}
