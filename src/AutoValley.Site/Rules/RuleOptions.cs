namespace AutoValley.Site.Rules;

/// <summary>
/// What the rules compare with. Where a number is compared, a condition begins beyond one limit and ends only within another, so that noise about the
/// limit makes no second condition.
/// </summary>
public sealed record RuleOptions
{
    /// <summary>Kinds of zone that nobody may be in without a booking; exclusive zones need one always. None unless said: not every site lives by bookings.</summary>
    public IReadOnlySet<ZoneKind> BookedKinds { get; init; } = new HashSet<ZoneKind>();

    /// <summary>km/h above a zone's limit from which a vehicle is too fast; it is until it is within the limit. Below it lies what speedometers are off by.</summary>
    public double SpeedMargin { get; init; } = 3;

    /// <summary>Degrees between a vehicle's way and the zone's from which it is the wrong one; less would take turning for it.</summary>
    public double WrongWayAngle { get; init; } = 120;

    /// <summary>Degrees below which it is no longer.</summary>
    public double WrongWayEndAngle { get; init; } = 100;

    /// <summary>km/h from which a heading says where a vehicle drives; slower ones manoeuvre.</summary>
    public double WrongWaySpeed { get; init; } = 10;

    /// <summary>km/h below which a wrong way ends.</summary>
    public double WrongWayEndSpeed { get; init; } = 5;

    /// <summary>km/h below which a vehicle stands. How long it may stand is the on-delay of its alarm.</summary>
    public double StandingSpeed { get; init; } = 1;

    /// <summary>km/h from which it drives again.</summary>
    public double DrivingSpeed { get; init; } = 3;

    /// <summary>Metres between two vehicles, one of which drives, below which they are too close. Vehicles that pass each other in lanes of 3.3 m have 1.3 m and more.</summary>
    public double Distance { get; init; } = 0.7;

    /// <summary>Metres from which they are no longer.</summary>
    public double EndDistance { get; init; } = 1.2;

    /// <summary>Seconds until two vehicles touch, if both keep their speed and turn on as they do, below which they are on a collision course: 1.5 is what traffic conflict studies take for serious (Hydén, Hayward).</summary>
    public double TimeToCollision { get; init; } = 1.5;

    /// <summary>Seconds from which they are no longer.</summary>
    public double EndTimeToCollision { get; init; } = 2.5;

    /// <summary>km/h between two vehicles from which they come nearer at all: below it they creep and noise decides.</summary>
    public double ClosingSpeed { get; init; } = 5;

    /// <summary>Seconds by which turn rates are smoothed: longer, and the end of a curve is seen late; shorter, and noise turns vehicles.</summary>
    public double TurnSmoothing { get; init; } = 0.3;

    /// <summary>Degrees a second below which a vehicle goes straight on; noise of headings makes as much.</summary>
    public double MinimumTurnRate { get; init; } = 2;

    /// <summary>Degrees a second that a vehicle turns by at most: a car at full lock at walking pace. 0 takes all vehicles to go straight on.</summary>
    public double MaximumTurnRate { get; init; } = 60;

    /// <summary>Of its turn rate a vehicle may turn on by so small a part: it is on a collision course if it is with the whole and with this part. 1 takes turns to go on for ever.</summary>
    public double LeastTurnShare { get; init; } = 0.5;

    /// <summary>Metres a second squared that tyres hold sideways at most; more is noise.</summary>
    public double MaximumLateralAcceleration { get; init; } = 8;

    /// <summary>Metres that a vehicle's accuracy makes it larger by, at most: beyond, its alarm for accuracy says what is wrong, and everybody would be close to it.</summary>
    public double MaximumAccuracyAllowance { get; init; } = 0.5;

    /// <summary>Metres of accuracy for a vehicle that does not tell it.</summary>
    public double AssumedAccuracy { get; init; } = 0.5;

    /// <summary>Seconds that a fix is carried on along its speed and heading, at most, to the time of the other vehicle's.</summary>
    public double MaximumCarry { get; init; } = 1;

    /// <summary>km/h that a vehicle is taken to drive at most: a broken speed must not reach over the whole site.</summary>
    public double MaximumSpeed { get; init; } = 400;

    /// <summary>Pairs of near vehicles that are looked at in one judgement; what is beyond is counted. Many vehicles on one spot must not stop the site.</summary>
    public int MaximumPairs { get; init; } = 20_000;

    /// <summary>Kinds of zone in which vehicles are parked and switched off, so that silence and nearness are no news.</summary>
    public IReadOnlySet<ZoneKind> ParkedKinds { get; init; } = new HashSet<ZoneKind> { ZoneKind.Workshop, ZoneKind.Pit };

    /// <summary>Kinds of zone in which vehicles drive, so that one that stands is in the way.</summary>
    public IReadOnlySet<ZoneKind> LiveKinds { get; init; } = new HashSet<ZoneKind> { ZoneKind.Track, ZoneKind.Lane, ZoneKind.Junction };
}
