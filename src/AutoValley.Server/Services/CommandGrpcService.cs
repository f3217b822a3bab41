using AutoValley.Server.Fleet;
using AutoValley.Server.Ordering;
using AutoValley.Server.Query;
using AutoValley.Server.Refusals;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.CommandService: commands go out as MQTT publishes, answers come in so.</summary>
internal sealed class CommandGrpcService(CommandSender sender, KeptCommands kept, AnswerBoard board, VehicleStates states, QueryScopes scopes, TimeProvider clock)
    : CommandService.CommandServiceBase
{
    private const uint MaximumWaitMillis = 60_000;
    private const uint UsualWaitMillis = 10_000;

    /// <inheritdoc/>
    public override async Task<SetSchemesResponse> SetSchemes(SetSchemesRequest request, ServerCallContext context)
    {
        var vehicle = Parse(request.Vehicle);
        if (request.Schemes is null)
            throw Refusal.Invalid("schemes", "schemes are missing; an empty set collects nothing");
        var set = request.Schemes.Clone();
        if (set.Version == 0)
            set.Version = Math.Max((ulong)clock.GetUtcNow().ToUnixTimeMilliseconds(), (kept.Find(vehicle)?.Schemes.Version ?? 0) + 1);
        var command = new AgentCommand { Id = NewId(), Schemes = set };
        Check(command);
        var answer = await SendAsync(vehicle, command, Wait(request.WaitMillis), context.CancellationToken);
        return new SetSchemesResponse { Schemes = set, Answer = answer };
    }

    /// <inheritdoc/>
    public override Task<GetSchemesResponse> GetSchemes(GetSchemesRequest request, ServerCallContext context)
    {
        var vehicle = Parse(request.Vehicle);
        var command = kept.Find(vehicle) ?? throw Refusal.NotFound("schemes", request.Vehicle, $"'{request.Vehicle}' was given no schemes: its agent collects everything");
        return Task.FromResult(new GetSchemesResponse { Schemes = command.Schemes, Answer = board.OfSchemes(vehicle) });
    }

    /// <inheritdoc/>
    public override async Task<SendOrderResponse> SendOrder(SendOrderRequest request, ServerCallContext context)
    {
        var vehicle = scopes.FindVehicle(request.Vehicle).Name;
        var command = request.OrderCase switch
        {
            SendOrderRequest.OrderOneofCase.Run => new AgentCommand { Id = NewId(), Run = request.Run },
            SendOrderRequest.OrderOneofCase.Resend => new AgentCommand { Id = NewId(), Resend = request.Resend },
            SendOrderRequest.OrderOneofCase.Warn => new AgentCommand { Id = NewId(), Warn = request.Warn },
            _ => throw Refusal.Invalid("order", "there is no order"),
        };
        if (states.Of(vehicle).Online == false)
            throw Refusal.Precondition(request.Vehicle, $"'{request.Vehicle}' is offline, and an order is not kept for it");
        var answer = await SendAsync(vehicle, command, Wait(request.WaitMillis == 0 ? UsualWaitMillis : request.WaitMillis), context.CancellationToken);
        return new SendOrderResponse
        {
            Answer = answer ?? throw Refusal.Late($"the agent of '{request.Vehicle}' did not answer in time: it may or may not have heard"),
        };
    }

    private async Task<CommandAnswer?> SendAsync(VehicleName vehicle, AgentCommand command, System.TimeSpan wait, CancellationToken cancellation)
    {
        try
        {
            return await sender.SendAsync(vehicle, command, wait, cancellation);
        }
        catch (TooManyWaitingException tooMany)
        {
            throw Refusal.OverLimit("calls that wait for agents", tooMany.Message);
        }
        catch (IOException lost)
        {
            throw Refusal.NotHandedOver(lost.Message);
        }
    }

    // What an agent would refuse for sure; the rest it says itself.
    private static void Check(AgentCommand command)
    {
        if (command.CalculateSize() > KeptCommands.MaximumBytes)
            throw Refusal.Invalid("schemes", $"the schemes are larger than {KeptCommands.MaximumBytes} bytes");
        foreach (var scheme in command.Schemes.Schemes.Where(scheme => scheme.Trigger is not null))
        {
            try
            {
                PredicateParser.ParseCondition(scheme.Trigger.Condition);
            }
            catch (PredicateException wrong)
            {
                throw Refusal.Invalid("schemes", $"scheme {scheme.Name}: condition, {wrong.Message}");
            }
        }
    }

    private static System.TimeSpan Wait(uint milliseconds) => milliseconds <= MaximumWaitMillis
        ? System.TimeSpan.FromMilliseconds(milliseconds)
        : throw Refusal.Invalid("wait_millis", $"a wait is at most {MaximumWaitMillis} ms");

    private static VehicleName Parse(string text) => VehicleName.TryParse(text, out var vehicle)
        ? vehicle
        : throw Refusal.Invalid("vehicle", $"'{text}' is no vehicle name: organisation/vehicle");

    private static string NewId() => Guid.NewGuid().ToString("N");
}
