using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace AutoValley.Grpc.Tests.Client.Retries;

public sealed class ServiceConfigTests
{
    [Fact]
    public void ForAddress_ConfigWithErrors_NamesThemAll()
    {
        var config = RetryingChannel.Config(
            new RetryPolicy(), new MethodName { Service = "s" }, new MethodName { Service = "s", Method = "" }, new MethodName { Method = "m" });
        config.RetryThrottling = new RetryThrottlingPolicy();
        Assert.Equal(
            "the service config is not usable: 's/' is named twice; method 'm' is named without its service; RetryPolicy: MaxAttempts has to be 2 or more; "
            + "RetryPolicy: InitialBackoff has to be above zero; RetryPolicy: MaxBackoff has to be above zero; RetryPolicy: BackoffMultiplier has to be "
            + "above zero; RetryPolicy: RetryableStatusCodes are empty; RetryThrottling: MaxTokens has to be above zero; RetryThrottling: TokenRatio has to "
            + "be above zero",
            Refuse(config));
    }

    [Theory]
    [InlineData(1, 1, 1, 1, "MaxAttempts")]
    [InlineData(2, 0, 1, 1, "InitialBackoff")]
    [InlineData(2, 1, -1, 1, "MaxBackoff")]
    [InlineData(2, 1, 1, 0, "BackoffMultiplier")]
    [InlineData(2, 1, 1, double.NaN, "BackoffMultiplier")]
    public void ForAddress_PolicyOutOfRange_IsRefused(int attempts, int initial, int maximum, double multiplier, string name) =>
        Assert.Contains($"RetryPolicy: {name} ", Refuse(RetryingChannel.Config(new RetryPolicy
        {
            MaxAttempts = attempts,
            InitialBackoff = TimeSpan.FromSeconds(initial),
            MaxBackoff = TimeSpan.FromSeconds(maximum),
            BackoffMultiplier = multiplier,
            RetryableStatusCodes = { StatusCode.Unavailable },
        })));

    [Fact]
    public void ForAddress_OkAsRetryable_IsRefused()
    {
        var policy = RetryingChannel.Policy();
        policy.RetryableStatusCodes.Add(StatusCode.OK);
        Assert.EndsWith("RetryableStatusCodes have OK", Refuse(RetryingChannel.Config(policy)));
    }

    private static string Refuse(ServiceConfig config) => Assert.Throws<InvalidOperationException>(
        () => GrpcChannel.ForAddress("http://scripted", new GrpcChannelOptions { ServiceConfig = config })).Message;
}
