namespace AutoValley.Storage.Site;

/// <summary>Which alarms are asked for.</summary>
public sealed record AlarmQuestion
{
    /// <summary>Only those with a smaller id.</summary>
    public long Before { get; init; } = long.MaxValue;

    /// <summary>Without the closed ones.</summary>
    public bool OpenOnly { get; init; }

    /// <summary>The closed ones alone.</summary>
    public bool ClosedOnly { get; init; }

    /// <summary>Empty for all.</summary>
    public IReadOnlyCollection<int> Kinds { get; init; } = [];

    /// <summary>Empty for all.</summary>
    public string Zone { get; init; } = "";

    /// <summary>organisation/vehicle, either of a pair; empty for all.</summary>
    public string Vehicle { get; init; } = "";

    /// <summary>Of those that concern it; empty for all.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>At most.</summary>
    public int Limit { get; init; } = 1_000;

    /// <summary>Transitions with each, at most; the newest.</summary>
    public int Transitions { get; init; } = 32;
}
