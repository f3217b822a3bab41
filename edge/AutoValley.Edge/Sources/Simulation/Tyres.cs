namespace AutoValley.Edge.Sources.Simulation;

/// <summary>
/// Loads and forces of the four wheels, and the slip that they take: 0 front left, 1 front right, 2 rear left, 3 rear right. The rear axle drives and
/// recovers, all brake by their load; slip by the brush model (Pacejka, Tyre and Vehicle Dynamics, section 3.2), whose force ends at friction times load.
/// </summary>
internal sealed class Tyres(VehicleTraits traits, double friction)
{
    public const int Count = 4;

    // Force for a small slip, as a share of the load: along for slip as a share of speed, across for the angle in radians. Front tyres are softer
    // across, by compliance of the steering, so that every vehicle understeers.
    private const double Stiffness = 20;
    private const double FrontStiffness = 14;
    private const double RearStiffness = 18;

    // Beyond that the model's slip runs away.
    private const double LargestUse = 0.98;

    private readonly double[] loads = new double[Count];
    private readonly double[] brakes = new double[Count];
    private readonly double[] slips = new double[Count];

    /// <summary>Newton on the ground.</summary>
    public double Load(int wheel) => loads[wheel];

    /// <summary>Newton of the friction brake.</summary>
    public double Brake(int wheel) => brakes[wheel];

    /// <summary>By what share of its speed over ground a wheel turns faster.</summary>
    public double Slip(int wheel) => slips[wheel];

    /// <summary>Radians by which the front axle runs beside its direction more than the rear one does; left bends positive.</summary>
    public double Understeer { get; private set; }

    /// <summary>Share of the friction that the wheel uses that uses most.</summary>
    public double LargestShare { get; private set; }

    /// <summary>Takes the forces of a moment.</summary>
    /// <param name="motorForce">Newton at the rear axle; negative when it recovers.</param>
    /// <param name="brakeForce">Newton of all friction brakes.</param>
    /// <param name="acceleration">Along and across, metres a second squared.</param>
    /// <param name="isMoving">A tyre that stands has no slip.</param>
    public void Step(double motorForce, double brakeForce, (double Along, double Across) acceleration, bool isMoving)
    {
        SetLoads(acceleration);
        SetBrakes(motorForce, brakeForce);
        LargestShare = 0;
        var (front, rear) = (0.0, 0.0);
        for (var wheel = 0; wheel < Count; wheel++)
        {
            var along = (wheel >= 2 ? motorForce / 2 : 0) - brakes[wheel];
            var across = acceleration.Across * loads[wheel] / Physics.Gravity;
            var used = Math.Sqrt((along * along) + (across * across)) / (friction * loads[wheel]);
            LargestShare = Math.Max(LargestShare, isMoving ? used : 0);
            // Slip a unit of the force's share of the load; the same curve along and across, in its own stiffness.
            var slip = used > 0 ? 3 * (1 - Math.Cbrt(1 - Math.Min(used, LargestUse))) / used : 1;
            slips[wheel] = isMoving ? along / loads[wheel] * slip / Stiffness : 0;
            if (wheel < 2)
                front += across / loads[wheel] * slip / FrontStiffness / 2;
            else
                rear += across / loads[wheel] * slip / RearStiffness / 2;
        }
        Understeer = front - rear;
    }

    // Driving presses the rear axle down, a left bend the right wheels; an axle's wheels share by its own load.
    private void SetLoads((double Along, double Across) acceleration)
    {
        var weight = traits.Mass * Physics.Gravity;
        var toRear = traits.Mass * acceleration.Along * traits.CentreHeight / traits.Wheelbase;
        var lean = acceleration.Across * traits.CentreHeight / traits.TrackWidth / Physics.Gravity;
        for (var wheel = 0; wheel < Count; wheel++)
        {
            var axle = wheel < 2 ? (weight / 2) - toRear : (weight / 2) + toRear;
            loads[wheel] = axle * (0.5 + (wheel % 2 == 0 ? -lean : lean));
        }
    }

    // All braking by load, of which the motor does its part at the rear axle first.
    private void SetBrakes(double motorForce, double brakeForce)
    {
        var recovered = Math.Max(0, -motorForce);
        var (frontLoad, rearLoad) = (loads[0] + loads[1], loads[2] + loads[3]);
        var rear = Math.Clamp(((recovered + brakeForce) * rearLoad / (frontLoad + rearLoad)) - recovered, 0, brakeForce);
        for (var wheel = 0; wheel < Count; wheel++)
            brakes[wheel] = wheel < 2 ? (brakeForce - rear) * loads[wheel] / frontLoad : rear * loads[wheel] / rearLoad;
    }
}
