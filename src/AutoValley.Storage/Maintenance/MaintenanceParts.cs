using AutoValley.Storage.Sealing;
using AutoValley.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Maintenance;

/// <summary>What maintenance needs of a store.</summary>
internal sealed record MaintenanceParts
{
    /// <summary>The store's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the journal's segments lie.</summary>
    public string JournalFolder => Path.Combine(Folder, "journal");

    /// <summary>Its day files; none of a back end that keeps samples elsewhere.</summary>
    public required DayFolder Days { get; init; }

    public required ISealedStore BackEnd { get; init; }

    /// <summary>Work that sealing must not run into goes between its segments.</summary>
    public required Sealer Sealer { get; init; }

    public required ICatalogue Catalogue { get; init; }

    public required IWatermarkTable Watermarks { get; init; }

    /// <summary>Bytes of the journal that are not sealed.</summary>
    public required Func<long> UnsealedBytes { get; init; }

    /// <summary>Position of the newest durable record; 0 when there never was one.</summary>
    public required Func<long> DurablePosition { get; init; }

    /// <summary>Closes the journal's segment that holds everything appended so far.</summary>
    public required Func<Task> CloseSegment { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }
}
