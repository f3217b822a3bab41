using AutoValley.Edge.Clock;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Tests.Sources;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Clock;

public sealed class RecordedClockTests
{
    private const string Car = "can/car-obd-gnss-3BA199E2";
    private const long Second = UnixTime.NanosPerSecond;

    private static readonly SignalSpec Epoch = new("CAN.gnss_time.Epoch", SignalType.Double, "sec");
    private static readonly SignalSpec Valid = new("CAN.gnss_time.TimeValid", SignalType.Integer);

    [SharedDataFact(Car)]
    public async Task Drive_WithACanReceiver_ItsSkewOfFiveAndAHalfSecondsIsFound()
    {
        var source = new ReplayInputs
        {
            CanLogs = [SharedData.PathOf($"{Car}/drive_part2.candump.log.gz"), SharedData.PathOf($"{Car}/drive_part3.candump.log.gz")],
            Databases = [new("can2", SharedData.PathOf($"{Car}/canmod-gps.dbc"))],
        }.Open(new ReplayOptions { Speed = ReplaySpeed.Maximum, ShiftToNow = true }, TimeProvider.System);
        var qualities = new List<ClockQuality>();
        var sink = new CollectingSink { Gate = () => Watch(qualities, source.Clock) };
        await source.RunAsync(sink, CancellationToken.None);

        // shared/data/can/README.md: 5.49 s at the start of part 2, 5.60 s at the end of part 3. In the last minute words are 5.559 s to 5.602 s late.
        var offsets = qualities.Where(quality => quality.OffsetNanos is not null).Select(quality => quality.OffsetNanos!.Value).ToList();
        Assert.InRange(offsets[0], 5.485 * Second, 5.495 * Second);
        Assert.InRange(offsets[^1], 5.555 * Second, 5.565 * Second);
        Assert.All(offsets, offset => Assert.InRange(offset, 5.48 * Second, 5.605 * Second));
        Assert.All(qualities, quality => Assert.Equal(ClockSource.Recording, quality.Source));
        Assert.Matches(
            @"^clock: the recorded times are 5\.49\d s ahead of the receiver's \(CAN\.gnss_time\.Epoch\) at the beginning, 5\.56\d s ahead of them at the end, within 0\.2 s; 1140 compared, 0 outliers, 0 steps$",
            source.Report.Last());
    }

    [SharedDataFact("gnss/rav4-comma2k19")]
    public async Task Drive_OnTheReceiversClock_HasNoSkew()
    {
        var source = new ReplayInputs { Gnss = [SharedData.PathOf("gnss/rav4-comma2k19/gnss_ublox_live.csv.gz")] }
            .Open(new ReplayOptions { Speed = ReplaySpeed.Maximum }, TimeProvider.System);
        await source.RunAsync(new CollectingSink(), CancellationToken.None);
        Assert.InRange(source.Clock.Quality.OffsetNanos!.Value, -0.1 * Second, 0.1 * Second);
    }

    [SharedDataFact("gnss/nmea-gpsd")]
    public async Task NmeaLog_HasNoClockButTheReceivers_IsNotCompared()
    {
        var source = new ReplayInputs { Gnss = [SharedData.PathOf("gnss/nmea-gpsd/nmea-rtk.log")] }.Open(new ReplayOptions { Speed = ReplaySpeed.Maximum }, TimeProvider.System);
        await source.RunAsync(new CollectingSink(), CancellationToken.None);
        Assert.Equal(new ClockQuality(ClockSource.Recording), source.Clock.Quality);
        Assert.Single(source.Report);
    }

    [Fact]
    public async Task Write_TimeThatTheReceiverDoesNotVouchFor_IsNotCompared()
    {
        var clock = new RecordedClock();
        var sink = new ReceiverTimeSink(new CollectingSink(), clock, 0);
        var group = sink.Declare([Epoch, Valid]);
        await sink.WriteAsync(group, 107 * Second, new[] { SampleValue.Of(100.0), SampleValue.Of(0L) }, default);
        Assert.Null(clock.Quality.OffsetNanos);
        await sink.WriteAsync(group, 107 * Second, new[] { SampleValue.Of(100.0), SampleValue.Of(1L) }, default);
        Assert.Equal(7 * Second, clock.Quality.OffsetNanos);
        Assert.Equal(200_000_000UL, clock.Quality.ErrorNanos);
    }

    private static Task Watch(List<ClockQuality> qualities, IVehicleClock clock)
    {
        qualities.Add(clock.Quality);
        return Task.CompletedTask;
    }
}
