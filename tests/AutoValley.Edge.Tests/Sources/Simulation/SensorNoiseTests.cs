using AutoValley.Edge.Sources.Simulation;

namespace AutoValley.Edge.Tests.Sources.Simulation;

/// <summary>How the sensors are wrong: how much, for how long, and never more than that.</summary>
public sealed class SensorNoiseTests
{
    [Fact]
    public void Receiver_FixedAndFloating_IsWrongByItsAccuracyAndStaysSo()
    {
        var receiver = new Receiver(new Noise(3, 2));
        var (fixedErrors, floatErrors, steps) = (new List<double>(), new List<double>(), new List<double>());
        var before = 0.0;
        for (var step = 0; step < 200_000; step++)
        {
            receiver.Step();
            var error = receiver.ErrorEast;
            if (receiver.IsFixed && receiver.Accuracy < 0.016)
                fixedErrors.Add(error);
            else if (!receiver.IsFixed && receiver.Accuracy > 0.15)
                floatErrors.Add(error);
            steps.Add(error - before);
            before = error;
            Assert.InRange(Math.Abs(error), 0, 6 * receiver.Accuracy);
        }
        Assert.InRange(Deviation(fixedErrors), 0.010, 0.020);
        Assert.InRange(Deviation(floatErrors), 0.12, 0.30);
        // The errors wander for 40 s; from one fix to the next they are nearly the same.
        Assert.InRange(Deviation(steps), 0, Deviation(fixedErrors) * 0.5);
    }

    [Fact]
    public void Inertial_BiasOfAnHour_DriftsWithinItsBounds()
    {
        var sensors = new InertialSensors(new Noise(3, 6));
        var (biases, changes) = (new List<double>(), new List<double>());
        for (var second = 0; second < 36_000; second++)
        {
            var before = sensors.LongitudinalBias;
            sensors.Step();
            biases.Add(sensors.LongitudinalBias);
            changes.Add(sensors.LongitudinalBias - before);
        }
        Assert.InRange(Deviation(biases), 0.0015, 0.006);
        Assert.InRange(Deviation(changes), 0, Deviation(biases) * 0.2);
        Assert.All(Enumerable.Range(0, 4), wheel => Assert.InRange(sensors.WheelScale(wheel), 0.996, 1.004));
        Assert.Equal(4, Enumerable.Range(0, 4).Select(sensors.WheelScale).Distinct().Count());
    }

    [Fact]
    public async Task LateralAcceleration_OnACircle_IsSpeedSquaredOverRadius()
    {
        var sink = await SimulatedRun.OfAsync(TestRoutes.Circle(120), seconds: 120);
        var (speeds, across) = (sink.Samples["Vehicle.Speed"], sink.Samples["Vehicle.Acceleration.Lateral"]);
        for (var index = 0; index < speeds.Count; index++)
        {
            var speed = speeds[index].Value.Double / 3.6;
            // Counter-clockwise seen from above with x as north: a right bend.
            Assert.Equal(speed * speed / 120, Math.Abs(across[index].Value.Double), 0.12 + (speed * speed / 120 * 0.03));
        }
    }

    [Fact]
    public async Task Motor_TurnsAsTheDrivenWheelsDo()
    {
        var sink = await SimulatedRun.OfAsync(TestRoutes.Circle(120), seconds: 120);
        double[] Of(string name) => [.. sink.Samples[name].Select(sample => sample.Value.Double)];
        var (motor, left, right) = (Of("Vehicle.Powertrain.ElectricMotor.Speed"), Of("Vehicle.Chassis.Axle.Row2.Wheel.Left.Speed"), Of("Vehicle.Chassis.Axle.Row2.Wheel.Right.Speed"));
        for (var index = 0; index < motor.Length; index++)
        {
            var turns = (left[index] + right[index]) / 2 / 3.6 / 0.34 * 9.7 * 60 / Math.Tau;
            Assert.Equal(turns, motor[index], 20 + (turns * 0.006));
        }
    }

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
