namespace AutoValley.Telemetry.Tests;

public sealed class VehicleNameTests
{
    [Fact]
    public void TryParse_OrganisationAndVehicle_GivesBoth()
    {
        Assert.True(VehicleName.TryParse("acme/rav4-7", out var name));
        Assert.Equal(("acme", "rav4-7", "acme/rav4-7"), (name.Organisation, name.Vehicle, name.ToString()));
        Assert.Equal(new VehicleName("acme", "rav4-7"), name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("acme")]
    [InlineData("/")]
    [InlineData("acme/")]
    [InlineData("/rav4")]
    [InlineData("acme/rav4/x")]
    [InlineData("acme/ra v4")]
    [InlineData("acme/+")]
    public void TryParse_AnythingElse_IsFalse(string? text) => Assert.False(VehicleName.TryParse(text, out _));

    [Fact]
    public void Construct_PartBeyondTheLimit_Throws()
    {
        var longest = new string('a', VehicleName.MaximumPartLength);
        Assert.Equal(longest, new VehicleName(longest, longest).Vehicle);
        Assert.Throws<ArgumentException>(() => new VehicleName(longest + "a", "b"));
        Assert.Throws<ArgumentException>(() => new VehicleName("a", ""));
    }
}
