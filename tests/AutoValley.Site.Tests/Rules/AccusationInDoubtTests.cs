using AutoValley.Site.Bookings;
using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;
using AutoValley.Telemetry;

namespace AutoValley.Site.Tests.Rules;

/// <summary>A vehicle that does what it must not, through the tracker, while its clock or its receiver goes bad and comes back.</summary>
public sealed class AccusationInDoubtTests
{
    private const long Second = 1_000_000_000;

    private static readonly VehicleName Car = new("acme", "car");

    private static readonly Map Ground = new("ground", null, Square(-500, 500, 500),
        [Zone("booked", 0) with { IsExclusive = true }, Zone("foreign", 100), Zone("trucks", 200) with { VehicleKinds = ["truck"] }], []);

    private static readonly VehicleFix Good = new(0, default, Heading: 90, Speed: 10, Accuracy: 0, ClockError: 0);

    private readonly OccupancyTracker tracker = new(Ground);
    private readonly SiteRules rules = new(new RuleOptions());
    private long now = 1_000 * Second;

    public AccusationInDoubtTests() => tracker.Describe(Car, new VehicleDescription("bus", VehicleShape.Default), 0, []);

    [Theory]
    [InlineData(50, "not-booked booked acme/car")]
    [InlineData(150, "exclusive-violated foreign acme/car")]
    [InlineData(250, "wrong-vehicle-kind trucks acme/car")]
    [InlineData(600, "outside-site acme/car")]
    public void Judge_DoubtWhileAccused_GoesOnUntilItLeaves(double east, string accusation)
    {
        Assert.Equal([accusation], At(east, Good));
        Assert.Equal(["clock-bad acme/car", accusation], At(east, Good with { ClockError = 60 * Second }));
        Assert.Equal(["accuracy-bad acme/car", accusation], At(east, Good with { Accuracy = 30 }));
        Assert.Equal([accusation], At(east, Good));
        Assert.Empty(At(-200, Good));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(150)]
    [InlineData(250)]
    [InlineData(600)]
    public void Judge_InDoubtFromTheStart_NotAccused(double east) =>
        Assert.Equal(["clock-bad acme/car"], At(east, Good with { ClockError = 60 * Second }));

    // Ten seconds there, which is longer than the dwell and as far as a vehicle gets.
    private string[] At(double east, VehicleFix fix)
    {
        for (var i = 0; i < 10; i++)
        {
            now += Second;
            tracker.Observe(Car, fix with { Time = now, Place = new(east, 0) }, now, []);
        }
        return [.. rules.Judge(Ground, tracker.Presences, [new Booking(1, "beta", ["foreign"], 0, long.MaxValue) { IsExclusive = true }], now)
            .Select(condition => condition.Key.ToString()).Order(StringComparer.Ordinal)];
    }

    // 60 m by 60 m, the next one 40 m further east.
    private static Zone Zone(string name, double west) => new(name, ZoneKind.Other, Square(west + 20, west + 80, 30));

    private static Polygon Square(double west, double east, double half) =>
        new([new Ring([new(west, -half), new(east, -half), new(east, half), new(west, half)])]);
}
