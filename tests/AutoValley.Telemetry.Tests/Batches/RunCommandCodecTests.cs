using AutoValley.Telemetry.Batches;
using Google.Protobuf;
using Wire = AutoValley.V1;

namespace AutoValley.Telemetry.Tests.Batches;

public sealed class RunCommandCodecTests
{
    public static TheoryData<RunAction, string, long> Commands => new()
    {
        { RunAction.Start, "brake-test_7", 1_795_000_000_000_000_000 },
        { RunAction.Stop, "brake-test_7", -1 },
        { RunAction.Stop, "", 0 },
        { RunAction.Start, new string('a', 128), 1 },
    };

    [Theory, MemberData(nameof(Commands))]
    public void TryRead_WhatWriteWrote_GivesItBack(RunAction action, string name, long time)
    {
        var payload = RunCommandCodec.Write(new RunCommand(action, name, time));
        Assert.True(RunCommandCodec.TryRead(payload, out var command, out var detail));
        Assert.Equal((new RunCommand(action, name, time), ""), (command, detail));
        Assert.Equal(new Wire.RunCommand { Action = (Wire.RunCommand.Types.Action)action, Name = name, Time = time }.ToByteArray(), payload);
    }

    [Theory]
    [InlineData("", "action 0")]
    [InlineData("08031201 61", "action 3")]
    [InlineData("0801", "no usable name")]
    [InlineData("0801120120", "no usable name")]
    [InlineData("0801 1202 C3A4", "no usable name")]
    [InlineData("08", "no protobuf")]
    [InlineData("0802 19 0102", "no protobuf")]
    public void TryRead_HostileBytes_SaysWhy(string hexadecimal, string reason)
    {
        Assert.False(RunCommandCodec.TryRead(Convert.FromHexString(hexadecimal.Replace(" ", "", StringComparison.Ordinal)), out var command, out var detail));
        Assert.Null(command);
        Assert.Equal(reason, detail);
    }

    [Fact]
    public void TryRead_NameOf129Characters_IsRefused() =>
        Assert.False(RunCommandCodec.TryRead(RunCommandCodec.Write(new RunCommand(RunAction.Start, new string('a', 129), 0)), out _, out _));
}
