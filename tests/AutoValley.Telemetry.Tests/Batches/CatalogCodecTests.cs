using AutoValley.Telemetry.Batches;
using Google.Protobuf;
using Wire = AutoValley.V1;

namespace AutoValley.Telemetry.Tests.Batches;

public sealed class CatalogCodecTests
{
    private static readonly SignalDefinition[] Signals =
    [
        new(1, "Vehicle.Speed", SignalType.Double, "km/h", "Über alles"),
        new(uint.MaxValue, "CAN.GEAR.P", SignalType.Boolean),
        new(3, "Vehicle.State", SignalType.Text),
        new(4, "Vehicle.Count", SignalType.Integer, "", "n"),
    ];

    [Fact]
    public void TryRead_WhatWriteWrote_GivesItBack()
    {
        Assert.True(CatalogCodec.TryRead(CatalogCodec.Write(Generated.Session, Signals), out var session, out var signals, out var detail));
        Assert.Equal((Generated.Session, ""), (session, detail));
        Assert.Equal(Signals, signals);
    }

    [Fact]
    public void Write_ReadByGeneratedCode_SaysTheSame()
    {
        var catalog = Wire.Catalog.Parser.ParseFrom(CatalogCodec.Write(Generated.Session, Signals));
        Assert.Equal(Generated.Session.ToByteArray(), catalog.Session.ToByteArray());
        Assert.Equal(Signals, catalog.Signals.Select(signal => new SignalDefinition(signal.Id, signal.Name, (SignalType)signal.Type, signal.Unit, signal.Description)));
        Assert.Equal(catalog.ToByteArray(), CatalogCodec.Write(Generated.Session, Signals));
    }

    [Theory]
    [InlineData(0u, "A", 1, 0, 0, "id 0")]
    [InlineData(9u, "", 1, 0, 0, "id 9 has no usable name")]
    [InlineData(9u, "a b", 1, 0, 0, "id 9 has no usable name")]
    [InlineData(9u, "A", 0, 0, 0, "id 9 has type 0")]
    [InlineData(9u, "A", 5, 0, 0, "id 9 has type 5")]
    [InlineData(9u, "A", 1, 33, 0, "too long")]
    [InlineData(9u, "A", 1, 0, 1025, "too long")]
    [InlineData(3u, "A", 1, 0, 0, "id 3 twice")]
    public void TryRead_UnusableSignal_SaysWhichAndWhy(uint id, string name, int type, int unit, int description, string reason)
    {
        var signal = new SignalDefinition(id, name, (SignalType)type, new string('u', unit), new string('d', description));
        Assert.False(CatalogCodec.TryRead(CatalogCodec.Write(Generated.Session, [.. Signals, signal]), out _, out var signals, out var detail));
        Assert.Empty(signals);
        Assert.StartsWith("signal at place 4", detail, StringComparison.Ordinal);
        Assert.Contains(reason, detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "session is 0 bytes")]
    [InlineData("0A0101", "session is 1 bytes")]
    [InlineData("0A", "no protobuf field of a catalogue")]
    [InlineData("12020801", "id 1 has no usable name")]
    [InlineData("12020805FF", "id 5 has no usable name")]
    [InlineData("12021201", "no protobuf")]
    [InlineData("12041202C328", "not UTF-8")]
    public void TryRead_HostileBytes_SaysWhy(string hexadecimal, string reason)
    {
        Assert.False(CatalogCodec.TryRead(Convert.FromHexString(hexadecimal), out _, out _, out var detail));
        Assert.Contains(reason, detail, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_MoreSignalsThanAllowed_IsRefused()
    {
        var signals = Enumerable.Range(1, CatalogCodec.MaximumSignals + 1).Select(id => new SignalDefinition((uint)id, "A", SignalType.Double)).ToArray();
        Assert.True(CatalogCodec.TryRead(CatalogCodec.Write(Generated.Session, signals[..^1]), out _, out _, out _));
        Assert.False(CatalogCodec.TryRead(CatalogCodec.Write(Generated.Session, signals), out _, out _, out var detail));
        Assert.Equal("more than 65536 signals", detail);
    }

    [Fact]
    public void TryRead_MutatedCatalogues_NeverThrows()
    {
        var good = CatalogCodec.Write(Generated.Session, Signals);
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++)
            Assert.Equal(CatalogCodec.TryRead(Mutation.Of(good, random), out _, out _, out var detail), detail.Length == 0);
    }
}
