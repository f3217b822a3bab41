namespace AutoValley.Edge.Sources.Monr;

/// <summary>Where a message stands among those of its transmitter.</summary>
internal enum MonrOrder
{
    /// <summary>The next one, maybe after some that are lost.</summary>
    Next,

    /// <summary>The same once more.</summary>
    Repeated,

    /// <summary>Later ones came before it.</summary>
    Overtaken,

    /// <summary>After so long a silence, or a new start, that the lost ones cannot be counted.</summary>
    AfterSilence,
}
