using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Monr;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Sources.Monr;

public sealed class MonrReceiverTests
{
    // A Sunday 0:00 GPS time.
    private const long Week = (315_964_800 - 18 + (2_400L * 604_800)) * UnixTime.NanosPerSecond;

    private readonly CollectingSink sink = new();
    private readonly MonrStatistics statistics = new("test", NullLogger.Instance);

    [Fact]
    public async Task Take_AllFields_BecomeSamplesInTheirUnits()
    {
        var receiver = Receiver(new MonrOptions { Frame = new LocalFrame(57, 12, 0, 0) });
        await TakeAsync(receiver, new MonrPacket
        {
            X = 1_500, Y = -2_000, Z = 250, Yaw = 9_000, Pitch = -150, Roll = 75, Speed = -300, LateralSpeed = 400, Acceleration = 1_250, LateralAcceleration = -500,
            Direction = 1, State = 7, Ready = 1,
        });
        Assert.Equal(Week + 250_000_000, sink.Writes.Single().Time);
        Assert.Equal((1.5, -2.0, 0.25), (Value("Position.X"), Value("Position.Y"), Value("Position.Z")));
        Assert.Equal((90.0, -1.5, 0.75, 0.0), (Value("Orientation.Yaw"), Value("Orientation.Pitch"), Value("Orientation.Roll"), Value("CurrentLocation.Heading")));
        Assert.Equal((-3.0, 4.0, 18.0), (Value("Velocity.Longitudinal"), Value("Velocity.Lateral"), Value("Speed")));
        Assert.Equal((1.25, -0.5), (Value("Acceleration.Longitudinal"), Value("Acceleration.Lateral")));
        Assert.Equal(("BACKWARD", "ABORTING", true), (sink.Samples["MONR.Target17.DriveDirection"][0].Value.Text, sink.Samples["MONR.Target17.State"][0].Value.Text, sink.Samples["MONR.Target17.IsReadyToArm"][0].Value.Boolean));
        Assert.InRange(Value("CurrentLocation.Latitude"), 56.99998, 56.999983);
        Assert.All(sink.Definitions.Keys, name => Assert.StartsWith("MONR.Target17.", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Take_UnavailableFields_AreNoSamples()
    {
        var receiver = Receiver(new MonrOptions { Frame = new LocalFrame(57, 12, 0, 0) });
        await TakeAsync(receiver, new MonrPacket
        {
            X = int.MinValue, Y = -32_768, Z = int.MinValue, Yaw = 65_535, Pitch = -32_768, Roll = -32_768, Speed = -32_768, LateralSpeed = -32_768, Acceleration = -32_768,
            LateralAcceleration = -32_768, Direction = 255, State = 255, Ready = 255, Quarters = uint.MaxValue,
        });
        Assert.All(sink.Definitions.Keys, name => Assert.True(name.Contains(".Is", StringComparison.Ordinal) || name.Contains(".Has", StringComparison.Ordinal) || name.EndsWith(".ErrorCode", StringComparison.Ordinal), name));
        Assert.Equal(Week, sink.Writes.Single().Time);
        Assert.Equal(1, Count("messages with the time of receipt"));
        Assert.Equal(0, statistics.Faults[MonrFault.OutOfRange]);
    }

    [Fact]
    public async Task Take_OwnVehicle_HasThePathsOfVss()
    {
        var options = new MonrOptions
        {
            Frame = new LocalFrame(57, 12, 0, 0),
            Targets = new Dictionary<uint, MonrTargetOptions> { [17] = new("Car", IsVehicle: true), [18] = new("Dummy", IsVehicle: false) },
        };
        var receiver = Receiver(options);
        foreach (var id in (uint[])[17, 18, 19])
            await TakeAsync(receiver, new MonrPacket { Transmitter = id });
        Assert.Contains("Vehicle.Speed", sink.Definitions.Keys);
        Assert.Contains("Vehicle.CurrentLocation.Latitude", sink.Definitions.Keys);
        Assert.Contains("MONR.Car.Position.X", sink.Definitions.Keys);
        Assert.Contains("MONR.Dummy.Speed", sink.Definitions.Keys);
        Assert.Equal((2, 1), (statistics.Messages, statistics.Faults[MonrFault.Stranger]));
    }

    [Fact]
    public async Task Take_SomethingBeyondItsField_IsLeftOutAndCounted()
    {
        await TakeAsync(Receiver(new MonrOptions()), new MonrPacket { Yaw = 36_001, State = 10, Direction = 2 });
        Assert.DoesNotContain("MONR.Target17.State", sink.Definitions.Keys);
        Assert.DoesNotContain("MONR.Target17.Orientation.Yaw", sink.Definitions.Keys);
        Assert.Equal(1, statistics.Faults[MonrFault.OutOfRange]);
        await TakeAsync(Receiver(new MonrOptions()), new MonrPacket { Quarters = 2_419_200_000 });
        Assert.Equal(1, statistics.Faults[MonrFault.Time]);
        Assert.Single(sink.Writes);
    }

    [Fact]
    public async Task Take_LostRepeatedAndOvertaken_AreCountedOnce()
    {
        var receiver = Receiver(new MonrOptions());
        // 254 and 255 and 0 in order, 1 to 3 lost, of which 2 comes late; 4 twice.
        foreach (var (counter, time) in ((byte, uint)[])[(254, 0), (255, 40), (0, 80), (4, 240), (2, 160), (4, 240), (5, 280)])
            await TakeAsync(receiver, new MonrPacket { Counter = counter, Quarters = time });
        Assert.Equal((6, 2), (statistics.Messages, statistics.Lost));
        Assert.Equal((1, 1, 0), (Count("messages repeated"), Count("messages overtaken"), Count("silences")));
        Assert.Equal(6, sink.Samples["MONR.Target17.Position.X"].Count);
    }

    [Fact]
    public async Task Take_LongSilenceOrNewStart_IsCountedAsThat()
    {
        var receiver = Receiver(new MonrOptions());
        foreach (var (counter, time) in ((byte, uint)[])[(100, 0), (200, 12_000), (0, 12_040), (1, 12_080)])
            await TakeAsync(receiver, new MonrPacket { Counter = counter, Quarters = time });
        // 0 after 200 is 55 lost: nobody can tell that it began anew.
        Assert.Equal((4, 55, 1), (statistics.Messages, statistics.Lost, Count("silences")));
        await TakeAsync(receiver, new MonrPacket { Counter = 200, Quarters = 12_120 });
        Assert.Equal((5, 55, 2), (statistics.Messages, statistics.Lost, Count("silences")));
    }

    [Fact]
    public async Task Take_CounterThatStandsStill_LosesNothing()
    {
        var receiver = Receiver(new MonrOptions());
        for (uint index = 0; index < 50; index++)
            await TakeAsync(receiver, new MonrPacket { Quarters = index * 40 });
        Assert.Equal((50, 0, 0), (statistics.Messages, statistics.Lost, Count("messages repeated")));
    }

    [Fact]
    public async Task Take_MoreTargetsThanThereIsRoomFor_TakesTheFirst()
    {
        var receiver = Receiver(new MonrOptions());
        for (uint id = 0; id < 10_000; id++)
            await TakeAsync(receiver, new MonrPacket { Transmitter = id * 7 });
        Assert.Equal((MonrOptions.MaximumTargets, 10_000 - MonrOptions.MaximumTargets), (statistics.Messages, statistics.Faults[MonrFault.Stranger]));
        Assert.InRange(sink.Groups.Count, 1, MonrOptions.MaximumTargets);
    }

    [Fact]
    public async Task Take_HostileBytes_IsBoundedAndCounted()
    {
        var (receiver, random) = (Receiver(new MonrOptions()), new Random(1));
        for (var round = 0; round < 20_000; round++)
        {
            var packet = new byte[random.Next(1, 200)];
            random.NextBytes(packet);
            // Most of them are near to a message.
            if (round % 4 != 0)
            {
                packet = MonrPacket.Vector.ToArray();
                (packet[58], packet[59]) = (0, 0);
                for (var flips = random.Next(1, 6); flips > 0; flips--)
                    packet[random.Next(packet.Length)] = (byte)random.Next(256);
            }
            await receiver.TakeAsync(packet, Week, CancellationToken.None);
        }
        Assert.InRange(sink.Groups.Count, 1, MonrOptions.MaximumTargets * 60);
        Assert.True(statistics.Messages > 100 && statistics.Faults[MonrFault.Framing] > 100 && statistics.Faults[MonrFault.Checksum] > 100);
    }

    [Fact]
    public void Take_KnownTarget_AllocatesNothing()
    {
        var receiver = new MonrReceiver(new MonrOptions { Frame = new LocalFrame(57, 12, 0, 0) }, statistics, new IdleSink());
        var packets = Enumerable.Range(0, 256).Select(index => new MonrPacket { Counter = (byte)index, Quarters = (uint)index * 40, X = index }.ToBytes()).ToArray();
        Assert.InRange(Allocations.Least(TakeAll), 0, packets.Length);

        void TakeAll()
        {
            foreach (var packet in packets)
            {
                var taken = receiver.TakeAsync(packet, Week, CancellationToken.None);
                Assert.True(taken.IsCompletedSuccessfully);
            }
        }
    }

    private MonrReceiver Receiver(MonrOptions options) => new(options, statistics, sink);

    private static ValueTask TakeAsync(MonrReceiver receiver, MonrPacket packet) => receiver.TakeAsync(packet.ToBytes(), Week, CancellationToken.None);

    private double Value(string name) => sink.Samples[$"MONR.Target17.{name}"].Single().Value.Double;

    private long Count(string name) => statistics.Counts.Where(count => count.Name == name).Sum(count => count.Count);

    private sealed class IdleSink : ISampleSink
    {
        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) => new(0, [.. signals.Select(signal => new SignalDefinition(1, signal.Name, signal.Type, signal.Unit, signal.Description))]);

        public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) => default;
    }
}
