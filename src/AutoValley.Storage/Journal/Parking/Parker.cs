using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Journal.Parking;

/// <summary>Parks closed segments in the background, oldest first, for as long as it is wanted.</summary>
internal sealed class Parker : IAsyncDisposable
{
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource stop = new();
    private readonly WaitingSegments waiting;
    private readonly ParkingPlace place;
    private readonly ParkerOptions options;
    private readonly Task loop;
    private volatile string failure = "";

    public Parker(WaitingSegments waiting, ParkingPlace place, ParkerOptions options)
    {
        (this.waiting, this.place, this.options) = (waiting, place, options);
        loop = Task.Run(RunAsync);
    }

    /// <summary>Why the last attempt failed; empty when it did not.</summary>
    public string Failure => failure;

    /// <summary>Looks whether there is something to do.</summary>
    public void Wake() => wake.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await wake.Reader.WaitToReadAsync(stop.Token))
            {
                wake.Reader.TryRead(out _);
                while (!stop.IsCancellationRequested && options.IsWanted() && waiting.FindToPark() is { } segment)
                {
                    if (!TryPark(segment))
                        await Task.Delay(options.RetryInterval, options.Clock, stop.Token);
                }
                // What could not be parked was sealed meanwhile.
                if (failure.Length > 0)
                    SetFailure("");
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private bool TryPark(ClosedSegment segment)
    {
        try
        {
            // The sealer may have come first.
            if (segment.Loaded is { } loaded && place.Park(loaded) is var parked && !options.Parked(segment, parked))
                place.Files.Delete(SegmentIndexFormat.FileName(segment.FileName));
            SetFailure("");
            return true;
        }
        // Whatever it was, the segment stays in memory and the task must live to try again.
        catch (Exception exception)
        {
            if (failure.Length == 0)
                Log.ParkingFailed(place.Logger, segment.FileName, exception);
            SetFailure($"parking: {exception.Message}");
            return false;
        }
    }

    private void SetFailure(string reason)
    {
        failure = reason;
        options.Settled();
    }
}

/// <summary>What the parker needs of its surroundings.</summary>
/// <param name="Clock">For waiting.</param>
/// <param name="RetryInterval">From a failure to the next attempt.</param>
/// <param name="IsWanted">Whether memory is to become free.</param>
/// <param name="Parked">A segment's index is written: its records leave the memory. False when it is the sealer's.</param>
/// <param name="Settled">An attempt ended, well or not.</param>
internal sealed record ParkerOptions(
    TimeProvider Clock, TimeSpan RetryInterval, Func<bool> IsWanted, Func<ClosedSegment, ParkedSegment, bool> Parked, Action Settled);
