namespace AutoValley.Storage;

/// <summary>Limits of a catalogue.</summary>
public sealed record CatalogueOptions
{
    /// <summary>Vehicles at most.</summary>
    public int MaximumVehicles { get; init; } = 10_000;

    /// <summary>Signals a session may declare at most: by default as many as its vehicle may have series.</summary>
    public int MaximumSignalsPerSession { get; init; } = 65_536;

    /// <summary>Sessions of a vehicle at most: 27 boots a day for ten years. They are in memory, without their signals until these are asked for.</summary>
    public int MaximumSessionsPerVehicle { get; init; } = 100_000;

    /// <summary>Series of a vehicle at most, over all its sessions.</summary>
    public int MaximumSeriesPerVehicle { get; init; } = 65_536;

    /// <summary>Dead letters kept at most; the oldest go first.</summary>
    public int MaximumDeadLetters { get; init; } = 4_096;

    /// <summary>Bytes of a dead letter's payload kept at most.</summary>
    public int MaximumDeadLetterBytes { get; init; } = 16 * 1024;

    /// <summary>Longest description of a run, in characters.</summary>
    public int MaximumRunDescriptionLength { get; init; } = 4_096;
}
