namespace AutoValley.Storage.Site;

/// <summary>A version of the map, without its bytes.</summary>
public sealed record StoredMap
{
    /// <summary>Counted from 1; 0 before it is stored.</summary>
    public int Version { get; init; }

    /// <summary>SHA-256 of its bytes.</summary>
    public required ReadOnlyMemory<byte> Sha256 { get; init; }

    /// <summary>Length of its bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The PROJ string that places it instead of its own; empty for its own. With the bytes it makes the version what it is.</summary>
    public string GeoReference { get; init; } = "";

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>As it was called where it came from.</summary>
    public required string File { get; init; }

    /// <summary>For people.</summary>
    public required string Format { get; init; }

    /// <summary>How many zones.</summary>
    public required int Zones { get; init; }

    /// <summary>How many routes.</summary>
    public required int Routes { get; init; }

    /// <summary>Whether it says where on the Earth it lies.</summary>
    public required bool IsPlaced { get; init; }

    /// <summary>What of its file was left out, and why; each without a line break.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Who imported it.</summary>
    public required string Person { get; init; }

    /// <summary>When it was imported, Unix nanoseconds.</summary>
    public required long Time { get; init; }

    /// <summary>What for.</summary>
    public string Note { get; init; } = "";
}
