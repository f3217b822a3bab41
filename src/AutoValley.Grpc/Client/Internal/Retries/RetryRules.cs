using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client.Internal.Retries;

/// <summary>A channel's service config as it was when the channel was made.</summary>
internal sealed class RetryRules
{
    private readonly Dictionary<(string Service, string Method), RetryRule?> _rules = [];
    private readonly RetryThrottle? _throttle;
    private readonly Func<double> _chance;

    /// <exception cref="InvalidOperationException">The config has errors; all of them are named.</exception>
    public RetryRules(GrpcChannelOptions options)
    {
        _chance = options.Chance;
        Budget = new RetryBudget(options.MaxRetryBufferSize, options.MaxRetryBufferPerCallSize);
        if (options.ServiceConfig is not { } config)
            return;
        if (Errors(config).ToArray() is { Length: > 0 } errors)
            throw new InvalidOperationException($"the service config is not usable: {string.Join("; ", errors)}");
        _throttle = config.RetryThrottling is { } policy ? new RetryThrottle(policy) : null;
        foreach (var method in config.MethodConfigs)
        {
            var rule = method.RetryPolicy is { } retry ? RetryRule.From(retry, options.MaxRetryAttempts) : null;
            foreach (var name in method.Names)
                _rules[Key(name)] = rule;
        }
    }

    /// <summary>What calls may keep for further attempts.</summary>
    public RetryBudget Budget { get; }

    /// <summary>The schedule of a call that begins; null when it is made only once.</summary>
    public RetrySchedule? Begin(IMethod method) => Find(method) is { MaxAttempts: > 1 } rule ? new RetrySchedule(rule, _throttle, _chance) : null;

    /// <summary>A call of any method ended with OK.</summary>
    public void Succeeded() => _throttle?.Succeeded();

    private static (string Service, string Method) Key(MethodName name) => (name.Service ?? "", name.Method ?? "");

    private static IEnumerable<string> Errors(ServiceConfig config)
    {
        var names = config.MethodConfigs.SelectMany(method => method.Names).Select(Key).ToArray();
        foreach (var (service, method) in names.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key))
            yield return $"'{service}/{method}' is named twice";
        foreach (var (_, method) in names.Where(name => name is { Service: "", Method: not "" }))
            yield return $"method '{method}' is named without its service";
        foreach (var policy in config.MethodConfigs.Select(method => method.RetryPolicy).OfType<RetryPolicy>())
        {
            foreach (var error in RetryRule.Errors(policy))
                yield return $"RetryPolicy: {error}";
        }
        foreach (var error in config.RetryThrottling is { } throttling ? RetryThrottle.Errors(throttling) : [])
            yield return error;
    }

    private RetryRule? Find(IMethod method) =>
        _rules.TryGetValue((method.ServiceName, method.Name), out var rule)
        || _rules.TryGetValue((method.ServiceName, ""), out rule)
        || _rules.TryGetValue(("", ""), out rule) ? rule : null;
}
