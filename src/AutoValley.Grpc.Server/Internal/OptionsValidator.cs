using Grpc.Wire;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Refuses options that contradict themselves, all at once.</summary>
internal sealed class OptionsValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : GrpcServiceOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> errors = [];
        if (options.MaxSendMessageSize < 0)
            errors.Add($"{nameof(options.MaxSendMessageSize)} is {options.MaxSendMessageSize}, less than 0");
        if (options.MaxReceiveMessageSize < 0)
            errors.Add($"{nameof(options.MaxReceiveMessageSize)} is {options.MaxReceiveMessageSize}, less than 0");
        if (options.ResponseCompressionAlgorithm is not (null or ProtocolHeaders.Identity or ProtocolHeaders.Gzip))
            errors.Add($"{nameof(options.ResponseCompressionAlgorithm)} is '{options.ResponseCompressionAlgorithm}', not gzip or identity");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
