using AutoValley.Storage.Journal;
using AutoValley.Storage.Journal.Parking;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Journal.Parking;

/// <summary>The sealer takes segments away while the parker is at them.</summary>
public sealed class WaitingSegmentsTests
{
    private readonly WaitingSegments waiting = new();

    [Fact]
    public void TryPark_AllWereSealedMeanwhile_IsFalse()
    {
        var segment = new ClosedSegment(new JournalSegment(1));
        waiting.Add(segment);
        waiting.RemoveFirst();
        Assert.False(waiting.TryPark(segment, null!));
    }

    [Fact]
    public async Task Park_WhatFailedWasSealedMeanwhile_IsNoFailureAnyMore()
    {
        using var folder = new TemporaryFolder();
        waiting.Add(new ClosedSegment(new JournalSegment(1)));
        waiting.Add(new ClosedSegment(new JournalSegment(2)));
        var place = new ParkingPlace(new DiskJournalFiles(folder["journal"]), null!, NullLogger.Instance);
        Directory.Delete(folder["journal"], recursive: true);
        await using var parker = new Parker(
            waiting, place, new ParkerOptions(TimeProvider.System, TimeSpan.FromMilliseconds(1), () => true, waiting.TryPark, () => { }));
        parker.Wake();
        await Eventually.IsTrueAsync(() => parker.Failure.StartsWith("parking: ", StringComparison.Ordinal));
        waiting.RemoveFirst();
        waiting.RemoveFirst();
        await Eventually.IsTrueAsync(() => parker.Failure.Length == 0);
    }
}
