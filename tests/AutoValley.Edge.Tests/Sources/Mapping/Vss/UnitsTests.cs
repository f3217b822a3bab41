using AutoValley.Edge.Sources.Mapping.Vss;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Mapping.Vss;

public sealed class UnitsTests
{
    // Conversion factors of NIST Special Publication 811, appendix B.8.
    [Theory]
    [InlineData(1, "mph", "km/h", 1.609344)]
    [InlineData(1, "kt", "m/s", 0.514444444)]
    [InlineData(100, "KPH", "m/s", 27.7777778)]
    [InlineData(1, "psi", "Pa", 6894.75729)]
    [InlineData(1, "PS", "W", 735.49875)]
    [InlineData(1, "hp", "W", 745.699872)]
    [InlineData(1, "lbs", "kg", 0.45359237)]
    [InlineData(1, "miles", "m", 1609.344)]
    [InlineData(1, "kWh", "J", 3.6e6)]
    [InlineData(1, "rpm", "rad/s", 0.104719755)]
    [InlineData(180, "deg", "rad", 3.14159265)]
    [InlineData(212, "fahrenheit", "celsius", 100)]
    [InlineData(-40, "celsius", "fahrenheit", -40)]
    [InlineData(0, "kelvin", "celsius", -273.15)]
    [InlineData(50, "%", "ratio", 0.5)]
    [InlineData(1, "bar", "kPa", 100)]
    [InlineData(20, "kWh/100km", "Wh/km", 200)]
    [InlineData(1, "mpg", "km/l", 0.425143707)]
    [InlineData(60, "l/h", "l/min", 1)]
    [InlineData(1, "gn", "m/s^2", 9.80665)]
    public void Between_UnitsOfOneQuantity_Converts(double value, string from, string to, double expected)
    {
        var (factor, offset) = Units.Between(Units.Find(from)!, Units.Find(to)!);
        Assert.Equal(expected, (value * factor) + offset, 1e-8 * Math.Max(1, Math.Abs(expected)));
    }

    [Fact]
    public void Between_OtherQuantities_SaysWhich() => Assert.Equal(
        "km/h is a unit of velocity, Nm one of torque",
        Assert.Throws<ArgumentException>(() => Units.Between(Units.Find("km/h")!, Units.Find("Nm")!)).Message);

    [Theory]
    [InlineData("MV")]
    [InlineData("G")]
    [InlineData("parsec")]
    [InlineData("")]
    public void Find_WhatWouldBeGuessed_IsNone(string text) => Assert.Null(Units.Find(text));

    [SharedDataTheory("vss")]
    [InlineData("vss_release_4.0.json")]
    [InlineData("vss_release_5.1.json")]
    [InlineData("kuksa_vss_4.2_dbc_mapping.json")]
    public void Find_EveryUnitOfACatalogue_IsSpelledAsThere(string file)
    {
        var catalogue = VssCatalogue.Load(SharedData.PathOf($"vss/{file}"));
        var units = catalogue.Signals.Select(signal => signal.Unit).Where(unit => unit.Length > 0).Distinct().ToList();
        Assert.NotEmpty(units);
        Assert.All(units, unit => Assert.Equal(unit, Units.Find(unit)?.Name));
    }
}
