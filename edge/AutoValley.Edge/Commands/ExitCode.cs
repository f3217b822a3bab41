namespace AutoValley.Edge.Commands;

/// <summary>How the program ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>It was stopped or gave up, or a sample is missing.</summary>
    public const int Failed = 1;

    /// <summary>An option or an input file is unusable; nothing was published.</summary>
    public const int WrongUse = 2;
}
