using AutoValley.Edge.Sources.Simulation;

namespace AutoValley.Edge.Tests.Sources.Simulation;

/// <summary>Whether what the signals say could have happened.</summary>
public sealed class SimulatedMotionTests
{
    private static readonly IReadOnlyList<SimulationRoute> Ground = TestRoutes.OfTestGround();

    public static IEnumerable<object[]> Drives() =>
        Ground.SelectMany(route => Enum.GetValues<VehicleKind>().Select(kind => new object[] { route.Name, kind }));

    public static IEnumerable<object[]> Routes() =>
        Ground.Select((route, i) => new object[] { route.Name, (VehicleKind)(i % 3) });

    [Theory]
    [MemberData(nameof(Drives))]
    public async Task Speed_OnEveryRoute_StaysWithinWhatTheVehicleCan(string name, VehicleKind kind)
    {
        var (sink, traits) = (await DriveAsync(name, kind), VehicleTraits.Of(kind));
        var (speeds, along, across) = (Doubles(sink, "Vehicle.Speed"), Doubles(sink, "Vehicle.Acceleration.Longitudinal"), Doubles(sink, "Vehicle.Acceleration.Lateral"));
        Assert.All(speeds, speed => Assert.InRange(speed, -0.2, (traits.MaximumSpeed * 3.6) + 0.2));
        Assert.All(along, acceleration => Assert.InRange(acceleration, -traits.MaximumBraking - 0.1, traits.Acceleration + 0.1));
        Assert.All(across, acceleration => Assert.InRange(Math.Abs(acceleration), 0, (traits.LateralAcceleration * 1.15) + 0.1));
        Assert.True(speeds.Max() > 15, $"it only reaches {speeds.Max()} km/h");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Position_OnEveryRoute_IsContinuousAndOnTheRoute(string name, VehicleKind kind)
    {
        var sink = await DriveAsync(name, kind);
        var route = Ground.Single(route => route.Name == name);
        var frame = new Frame(route.Path[0]);
        var line = (route.IsClosed ? route.Path.Append(route.Path[0]) : route.Path).Select(position => frame.Project(position.Latitude, position.Longitude)).ToList();
        var positions = Doubles(sink, "Vehicle.CurrentLocation.Latitude").Zip(Doubles(sink, "Vehicle.CurrentLocation.Longitude"), frame.Project).ToList();
        var speeds = Doubles(sink, "Vehicle.Speed").Where((_, i) => i % 10 == 0).ToList();
        for (var i = 1; i < positions.Count; i++)
        {
            var driven = (speeds[i - 1] + speeds[i]) / 2 / 3.6 * 0.1;
            Assert.InRange(Length(positions[i - 1], positions[i]), driven - 0.35, driven + 0.35);
        }
        Assert.All(positions.Where((_, i) => i % 10 == 0), position => Assert.InRange(line.Zip(line.Skip(1), (a, b) => DistanceToSegment(position, a, b)).Min(), 0, 1.5));
    }

    [Fact]
    public async Task Heading_OnTheHill_IsTheWayItDrives()
    {
        var sink = await DriveAsync("Hill Loop", VehicleKind.Car);
        var frame = new Frame(Ground.Single(route => route.Name == "Hill Loop").Path[0]);
        var positions = Doubles(sink, "Vehicle.CurrentLocation.Latitude").Zip(Doubles(sink, "Vehicle.CurrentLocation.Longitude"), frame.Project).ToList();
        var headings = Doubles(sink, "Vehicle.CurrentLocation.Heading");
        for (var i = 5; i + 5 < positions.Count; i++)
        {
            var (from, to) = (positions[i - 5], positions[i + 5]);
            if (Length(from, to) > 8)
                Assert.InRange(Math.Abs(Math.IEEERemainder(headings[i] - (Math.Atan2(to.East - from.East, to.North - from.North) * 180 / Math.PI), 360)), 0, 12);
        }
        var altitudes = Doubles(sink, "Vehicle.CurrentLocation.Altitude");
        Assert.InRange(altitudes.Max() - altitudes.Min(), 15, 60);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WheelSpeeds_InABend_AreHigherOutside(bool clockwise)
    {
        var sink = await SimulatedRun.OfAsync(TestRoutes.Circle(60, clockwise), seconds: 120);
        var speeds = Doubles(sink, "Vehicle.Speed");
        var yaw = Doubles(sink, "Vehicle.AngularVelocity.Yaw");
        var (left, right) = (RolledSpeeds(sink, "Row2.Wheel.Left"), RolledSpeeds(sink, "Row2.Wheel.Right"));
        for (var i = 0; i < speeds.Count; i++)
        {
            // Difference of the rear wheels = yaw rate × track width; mean = speed.
            Assert.Equal(yaw[i] * Math.PI / 180 * 1.62 * 3.6, right[i] - left[i], 0.6);
            Assert.Equal(speeds[i], (left[i] + right[i]) / 2, (speeds[i] * 0.004) + 0.3);
        }
        Assert.Equal(clockwise, yaw.Average() < 0);
        Assert.True(Math.Abs(yaw.Average()) > 5);
    }

    [Fact]
    public async Task Speed_IsTheIntegralOfAcceleration()
    {
        var sink = await SimulatedRun.OfAsync(TestRoutes.Circle(250), seconds: 120);
        var (speeds, along) = (Doubles(sink, "Vehicle.Speed"), Doubles(sink, "Vehicle.Acceleration.Longitudinal"));
        var integral = 0.0;
        for (var i = 1; i < 3_000; i++)
            Assert.Equal(speeds[i] / 3.6, speeds[0] + (integral += along[i] * 0.01), 0.15);
    }

    [Fact]
    public async Task Stops_HappenAndLast()
    {
        var standing = Doubles(await DriveAsync("City Tour", VehicleKind.Shuttle), "Vehicle.Speed").Count(speed => Math.Abs(speed) < 0.2);
        Assert.InRange(standing, 300, 30_000);
    }

    [Fact]
    public async Task OpenRoute_IsDrivenThereAndBack()
    {
        var sink = await SimulatedRun.OfAsync(TestRoutes.Straight(300), seconds: 200, kind: VehicleKind.Shuttle);
        var metres = Doubles(sink, "Vehicle.CurrentLocation.Latitude").ConvertAll(latitude => latitude * 110_574);
        var headings = Doubles(sink, "Vehicle.CurrentLocation.Heading");
        Assert.InRange(metres.Max(), 299, 301);
        Assert.InRange(metres.Min(), -1, 1);
        Assert.Equal([0.0, 180.0], headings.Distinct().Order());
    }

    [Fact]
    public async Task SpeedLimit_OfTheRoute_IsKept()
    {
        var speeds = Doubles(await SimulatedRun.OfAsync(TestRoutes.Straight(2_000, speedLimit: 30), seconds: 120), "Vehicle.Speed");
        Assert.InRange(speeds.Max(), 26, 30.2);
    }

    [Fact]
    public async Task Battery_DrivingUphill_IsUsedAndDownhillCharged()
    {
        var sink = await SimulatedRun.OfAsync(TestRoutes.Straight(3_000, slope: 0.1), seconds: 900, kind: VehicleKind.Truck);
        var (power, headings) = (Doubles(sink, "Vehicle.Powertrain.TractionBattery.CurrentPower"), Doubles(sink, "Vehicle.CurrentLocation.Heading"));
        Assert.True(power.Where((_, i) => headings[i] == 0).Average() > 20_000);
        Assert.True(power.Where((_, i) => headings[i] == 180).Average() < -10_000);
        Assert.All(Doubles(sink, "Vehicle.Powertrain.TractionBattery.StateOfCharge.Current"), charge => Assert.InRange(charge, 10, 100));
    }

    [Fact]
    public async Task Numbers_AreQuantisedAndFinite()
    {
        var sink = await DriveAsync("City Rim", VehicleKind.Car, SimulationProfile.Site);
        foreach (var (name, samples) in sink.Samples.Where(item => item.Value[0].Value.Type == Telemetry.SignalType.Double))
        {
            Assert.All(samples, sample => Assert.InRange(sample.Value.ToString().Length, 1, 13));
            Assert.DoesNotContain(samples, sample => double.IsNegative(sample.Value.Double) && sample.Value.Double == 0);
            Assert.True(samples.All(sample => double.IsFinite(sample.Value.Double)), name);
        }
    }

    private static Task<CollectingSink> DriveAsync(string route, VehicleKind kind, SimulationProfile? profile = null) =>
        SimulatedRun.OfAsync(Ground.Single(item => item.Name == route), seconds: 240, seed: 11, kind, profile ?? SimulationProfile.Demo);

    private static List<double> Doubles(CollectingSink sink, string name) => sink.Samples[name].ConvertAll(sample => sample.Value.Double);

    // What a wheel rolls, without its slip.
    private static List<double> RolledSpeeds(CollectingSink sink, string wheel) =>
        [.. Doubles(sink, $"Vehicle.Chassis.Axle.{wheel}.Speed").Zip(Doubles(sink, $"AutoValley.Axle.{wheel}.Slip"), (speed, slip) => speed / (1 + (slip / 100)))];

    private static double Length((double East, double North) a, (double East, double North) b) => Math.Sqrt(((a.East - b.East) * (a.East - b.East)) + ((a.North - b.North) * (a.North - b.North)));

    private static double DistanceToSegment((double East, double North) place, (double East, double North) a, (double East, double North) b)
    {
        var length = Length(a, b);
        if (length == 0)
            return Length(place, a);
        var share = Math.Clamp((((place.East - a.East) * (b.East - a.East)) + ((place.North - a.North) * (b.North - a.North))) / (length * length), 0, 1);
        return Length(place, (a.East + ((b.East - a.East) * share), a.North + ((b.North - a.North) * share)));
    }

    // A spherical Earth is good enough for distances of decimetres between neighbours.
    private sealed class Frame(RoutePosition origin)
    {
        private readonly double width = TestRoutes.MetresPerDegree * Math.Cos(origin.Latitude * Math.PI / 180);

        public (double East, double North) Project(double latitude, double longitude) =>
            ((longitude - origin.Longitude) * width, (latitude - origin.Latitude) * TestRoutes.MetresPerDegree);
    }
}
