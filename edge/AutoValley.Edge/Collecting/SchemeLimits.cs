namespace AutoValley.Edge.Collecting;

/// <summary>How large sets of schemes may be; command.proto states the same numbers.</summary>
internal static class SchemeLimits
{
    /// <summary>Bytes of a command.</summary>
    public const int CommandBytes = 256 << 10;

    /// <summary>Schemes of a set: a sample of the buffer has a bit for each.</summary>
    public const int Schemes = 32;

    /// <summary>Signals of a scheme.</summary>
    public const int Signals = 1_000;

    /// <summary>Characters of a scheme's name, and of a command's id.</summary>
    public const int NameLength = 64;

    /// <summary>Longest time before a trigger, in nanoseconds.</summary>
    public const long Before = 3_600_000_000_000;

    /// <summary>Longest time after a trigger and between triggers, in nanoseconds.</summary>
    public const long After = 86_400_000_000_000;
}
