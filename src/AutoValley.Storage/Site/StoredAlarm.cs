namespace AutoValley.Storage.Site;

/// <summary>An alarm as it is after its newest transition. What the numbers mean says AutoValley.Site.Alarms.</summary>
/// <param name="Id">Counted from 1.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Severity">How soon somebody has to look.</param>
/// <param name="State">Where it is in its life.</param>
public sealed record StoredAlarm(long Id, int Kind, int Severity, int State)
{
    /// <summary>The state of alarms that are over.</summary>
    public const int Closed = 6;

    /// <summary>Whether its condition holds.</summary>
    public bool IsHolding { get; init; }

    /// <summary>Null for none.</summary>
    public string? Zone { get; init; }

    /// <summary>organisation/vehicle; null for none.</summary>
    public string? Vehicle { get; init; }

    /// <summary>organisation/vehicle, the second of a pair; null for none.</summary>
    public string? Other { get; init; }

    /// <summary>When its condition began, Unix nanoseconds.</summary>
    public long Since { get; init; }

    /// <summary>When it was raised last, Unix nanoseconds.</summary>
    public long RaisedAt { get; init; }

    /// <summary>How often it was raised.</summary>
    public int TimesRaised { get; init; }

    /// <summary>What was found; null where there is no number.</summary>
    public double? Value { get; init; }

    /// <summary>The worst that was found up to its newest transition; null where there is no number.</summary>
    public double? Worst { get; init; }

    /// <summary>What was found last before its newest transition; null where there is no number.</summary>
    public double? Latest { get; init; }

    /// <summary>What it was held against; null for none.</summary>
    public double? Limit { get; init; }

    /// <summary>Whom it concerns.</summary>
    public IReadOnlyList<string> Organisations { get; init; } = [];

    /// <summary>Until when it is put aside, Unix nanoseconds; null when it is not.</summary>
    public long? ShelvedUntil { get; init; }

    /// <summary>Who put it aside.</summary>
    public string ShelvedBy { get; init; } = "";

    /// <summary>Why.</summary>
    public string ShelvedFor { get; init; } = "";

    /// <summary>Its newest transitions, the oldest first.</summary>
    public IReadOnlyList<StoredAlarmTransition> Transitions { get; init; } = [];
}
