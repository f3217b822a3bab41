using AutoValley.Edge.Sources.Simulation;

namespace AutoValley.Edge.Tests.Sources.Simulation;

/// <summary>Whether forces, energy and springs obey physics; on the true state, without the sensors' noise.</summary>
public sealed class VehicleDynamicsTests
{
    private const double Step = 0.01;

    public static IEnumerable<object[]> KindsAndRoads() =>
        from kind in Enum.GetValues<VehicleKind>() from friction in (double[])[1.0, 0.7, 0.3, 0.15] select new object[] { kind, friction };

    [Theory]
    [MemberData(nameof(KindsAndRoads))]
    public void Tyres_OnEveryRoad_StayWithinTheirFriction(VehicleKind kind, double friction)
    {
        var vehicle = Vehicle(TestRoutes.Circle(90), kind, friction);
        var (fastest, hardest) = (0.0, 0.0);
        for (var tick = 0; tick < 60_000; tick++)
        {
            vehicle.Step();
            var tyres = vehicle.Tyres;
            Assert.InRange(tyres.LargestShare, 0, 1);
            var weight = vehicle.Traits.Mass * 9.81;
            Assert.Equal(weight, Enumerable.Range(0, 4).Sum(tyres.Load), weight * 1e-9);
            Assert.All(Enumerable.Range(0, 4), wheel => Assert.InRange(tyres.Load(wheel), weight * 0.05, weight * 0.5));
            Assert.Equal(vehicle.Powertrain.BrakeForce, Enumerable.Range(0, 4).Sum(tyres.Brake), weight * 1e-9);
            (fastest, hardest) = (Math.Max(fastest, vehicle.Speed), Math.Max(hardest, double.Hypot(vehicle.Driver.Acceleration, vehicle.LateralAcceleration)));
        }
        Assert.InRange(hardest, 0.1 * friction * 9.81, friction * 9.81);
        // What a bend of 90 m allows at all.
        Assert.InRange(fastest, 1, Math.Sqrt(friction * 9.81 * 90));
    }

    [Theory]
    [MemberData(nameof(KindsAndRoads))]
    public void On_AnyRoad_EvenTheHardestBrakingInABendFitsTheFrictionCircle(VehicleKind kind, double friction)
    {
        var traits = VehicleTraits.Of(kind).On(friction);
        // A driver is up to 15 % above the plan in a bend.
        Assert.InRange(double.Hypot(traits.MaximumBraking, 1.15 * traits.LateralAcceleration), 0, friction * 9.81);
        Assert.InRange(traits.Regeneration, 0, 0.45 * friction * 9.81);
        Assert.True(traits.Acceleration <= traits.Traction && traits.ComfortBraking <= traits.MaximumBraking);
    }

    [Fact]
    public void Road_OfIce_MakesTheSameDriveSlower()
    {
        var (dry, ice) = (Vehicle(TestRoutes.Circle(90), VehicleKind.Car, 1), Vehicle(TestRoutes.Circle(90), VehicleKind.Car, 0.15));
        for (var tick = 0; tick < 60_000; tick++)
        {
            dry.Step();
            ice.Step();
        }
        Assert.InRange(ice.Odometer, dry.Odometer * 0.2, dry.Odometer * 0.6);
    }

    [Theory]
    [InlineData(VehicleKind.Car)]
    [InlineData(VehicleKind.Truck)]
    public void Energy_OfAHillyDrive_IsAccountedFor(VehicleKind kind)
    {
        var vehicle = Vehicle(TestRoutes.OfTestGround().Single(route => route.Name == "Hill Loop"), kind, 1);
        var traits = vehicle.Traits;
        var (work, heat, slip, before) = (0.0, 0.0, 0.0, State(vehicle));
        var (most, driven) = (0.0, 0.0);
        for (var tick = 0; tick < 60_000; tick++)
        {
            vehicle.Step();
            var (power, speed) = (vehicle.Powertrain, vehicle.Speed);
            // Torque times angular speed, as the signals have them.
            work += power.MotorTorque * power.MotorSpeed * Math.Tau / 60 * Step;
            driven += Math.Max(0, power.MotorForce) * speed * Step;
            slip += power.MotorForce * ((power.MotorSpeed * Math.Tau / 60 * traits.WheelRadius / traits.GearRatio) - speed) * Step;
            heat += (speed > 0 ? power.BrakeForce : 0) * speed * Step;
            heat += ((traits.Mass * 9.81 * 0.011) + (1.2 / 2 * traits.DragArea * speed * speed)) * speed * Step;
            most = Math.Max(most, Math.Abs(State(vehicle) - before));
        }
        Assert.True(most > traits.Mass * 9.81 * 10, "it was no hill");
        Assert.InRange(slip, 0, driven * 0.1);
        Assert.Equal(State(vehicle) - before, work - slip - heat, Math.Max(most, heat) * 0.02);
    }

    [Fact]
    public void Slip_OfAnyForce_GivesThatForceByTheBrushModel()
    {
        var traits = VehicleTraits.Of(VehicleKind.Car);
        foreach (var share in (double[])[0.01, 0.2, 0.5, 0.8, 0.95])
        {
            var tyres = new Tyres(traits, 0.8);
            var force = -share * 0.8 * traits.Mass * 9.81;
            tyres.Step(0, -force, (force / traits.Mass, 0), isMoving: true);
            foreach (var wheel in Enumerable.Range(0, 4))
            {
                // F = friction · load · (1 - (1 - stiffness · slip / (3 · friction))³).
                var model = 0.8 * tyres.Load(wheel) * (1 - Math.Pow(1 - (20 * -tyres.Slip(wheel) / (3 * 0.8)), 3));
                Assert.Equal(tyres.Brake(wheel), model, tyres.Load(wheel) * 1e-9);
                Assert.True(tyres.Slip(wheel) < 0);
            }
            Assert.Equal(share, tyres.LargestShare, 9);
        }
    }

    [Fact]
    public void Steering_InABend_UndersteersMoreTheFasterItGoes()
    {
        var vehicle = Vehicle(TestRoutes.Circle(60), VehicleKind.Car, 1);
        var extra = new List<(double Across, double Angle)>();
        for (var tick = 0; tick < 30_000; tick++)
        {
            vehicle.Step();
            extra.Add((vehicle.LateralAcceleration, double.RadiansToDegrees(vehicle.Tyres.Understeer)));
        }
        var (slow, fast) = (extra.Where(one => one.Across < 0.5), extra.Where(one => one.Across > 2.5));
        Assert.InRange(slow.Average(one => one.Angle), -0.02, 0.1);
        Assert.InRange(fast.Average(one => one.Angle), 0.1, 1.5);
    }

    [Fact]
    public void Springs_OfABody_StayAPlaneAndCarryIt()
    {
        var vehicle = Vehicle(TestRoutes.OfTestGround()[0], VehicleKind.Car, 1);
        var (squares, pitchAgainst, rollWith, slow, fast) = (0.0, 0.0, 0.0, new List<double>(), new List<double>());
        for (var tick = 0; tick < 60_000; tick++)
        {
            vehicle.Step();
            var body = vehicle.Suspension;
            Assert.Equal(body.SpringTravel(0) - body.SpringTravel(1), body.SpringTravel(2) - body.SpringTravel(3), 6);
            Assert.All(Enumerable.Range(0, 4), wheel => Assert.InRange(body.SpringTravel(wheel), -120, 120));
            squares += body.VerticalAcceleration;
            pitchAgainst += body.Pitch * vehicle.Driver.Acceleration;
            rollWith += body.Roll * vehicle.LateralAcceleration;
            (vehicle.Speed > 8 ? fast : slow).Add(body.VerticalAcceleration);
        }
        // It neither takes off nor sinks in; braking nods, bends lean outwards; a road shakes more at speed.
        Assert.InRange(squares * Step / 600, -0.01, 0.01);
        Assert.True(pitchAgainst < 0 && rollWith > 0);
        Assert.InRange(Deviation(fast), Deviation(slow) * 1.3, 3);
    }

    [Fact]
    public void Oscillator_SteppedAside_SettlesWithItsFrequency()
    {
        var oscillator = new Oscillator(hertz: 1.5, damping: 0.1);
        var crossings = new List<int>();
        for (var tick = 0; tick < 2_000; tick++)
        {
            var before = oscillator.Value;
            oscillator.Step(1, 0);
            if (before < 1 && oscillator.Value >= 1)
                crossings.Add(tick);
        }
        // Damped frequency: 1.5 · √(1 - 0.1²).
        Assert.Equal(1 / (1.5 * Math.Sqrt(0.99)), (crossings[4] - crossings[0]) * Step / 4, 0.02);
        Assert.Equal(1, oscillator.Value, 6);
    }

    private static Vehicle Vehicle(SimulationRoute route, VehicleKind kind, double friction) =>
        new(new RouteGeometry(route), VehicleTraits.Of(kind).On(friction), friction, seed: 5);

    private static double State(Vehicle vehicle) => vehicle.Traits.Mass * ((vehicle.Speed * vehicle.Speed / 2) + (9.81 * vehicle.Altitude));

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
