package io.ipdk.p4target.server.arbitration;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.ipdk.p4target.server.status.RequestException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p4.v1.PacketMetadata;

/**
 * {@code stratum.P4RoleConfig}, read field by field: 1 and 2 are the ids that the role writes alone or with others, 3 filters
 * packets by one metadata field (1 its id, 2 its value), 4 whether packets come at all, 5 whether pipelines may be pushed.
 */
final class StratumRoleConfig implements RolePolicy {
    private static final String TYPE = "stratum.P4RoleConfig";

    private final Set<Integer> ids = new HashSet<>();
    private boolean filtered;
    private int filterId;
    private ByteString filterValue = ByteString.EMPTY;
    private boolean receives;
    private boolean pushes;

    private StratumRoleConfig() {}

    static RolePolicy read(Any config) {
        String url = config.getTypeUrl();
        if (!url.substring(url.lastIndexOf('/') + 1).equals(TYPE)) {
            throw RequestException.invalid("a role's configuration is a " + TYPE + " here, not '" + url + "'");
        }
        StratumRoleConfig policy = new StratumRoleConfig();
        try {
            policy.parse(config.getValue().newCodedInput());
        } catch (IOException e) {
            throw RequestException.invalid("a role's configuration is no valid " + TYPE);
        }
        return policy;
    }

    private void parse(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1, 2 -> readIds(in, tag);
                case 3 -> readFilter(in.readBytes().newCodedInput());
                case 4 -> receives = in.readBool();
                case 5 -> pushes = in.readBool();
                default -> in.skipField(tag);
            }
        }
    }

    private void readIds(CodedInputStream in, int tag) throws IOException {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            ids.add(in.readUInt32());
            return;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            ids.add(in.readUInt32());
        }
        in.popLimit(outer);
    }

    private void readFilter(CodedInputStream in) throws IOException {
        filtered = true;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> filterId = in.readUInt32();
                case 2 -> filterValue = shortest(in.readBytes());
                default -> in.skipField(tag);
            }
        }
    }

    private static ByteString shortest(ByteString value) {
        int first = 0;
        while (first < value.size() - 1 && value.byteAt(first) == 0) {
            first++;
        }
        return value.substring(first);
    }

    @Override
    public boolean mayWrite(int p4Id) {
        return ids.contains(p4Id);
    }

    @Override
    public boolean mayRead(int p4Id) {
        return ids.contains(p4Id);
    }

    @Override
    public boolean mayReplicate() {
        return true;
    }

    @Override
    public boolean mayPushPipeline() {
        return pushes;
    }

    @Override
    public boolean maySendPackets() {
        return receives;
    }

    @Override
    public boolean admits(List<PacketMetadata> packetIn) {
        if (!receives || !filtered || filterId == 0) {
            return receives;
        }
        return packetIn.stream()
                .anyMatch(field ->
                        field.getMetadataId() == filterId && field.getValue().equals(filterValue));
    }
}
